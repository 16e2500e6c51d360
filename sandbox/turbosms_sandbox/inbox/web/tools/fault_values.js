// The kinds of faults, and faults as a form has them and as people read them.
/** @import { Fault } from '../service/types' */
import { METHOD_FAULTS, WEBHOOK, WEBHOOK_FAULTS } from '../service/tables.js';
import { count } from '../shared/format.js';
import { TEXTS } from '../texts/texts.js';

const LABELS = TEXTS.faultFields;

/** @typedef {{ name: string, label: string, type: string, initial: string }} FaultField */

/** @type {FaultField[]} */
const FIELDS = [
  { name: 'code', label: LABELS.code, type: 'number', initial: '999' },
  { name: 'name', label: LABELS.name, type: 'text', initial: '' },
  { name: 'seconds', label: LABELS.seconds, type: 'number', initial: '5' },
  { name: 'status', label: LABELS.status, type: 'number', initial: '503' },
  { name: 'headers', label: LABELS.headers, type: 'area', initial: 'Retry-After: 5' },
];

/** @type {Record<string, string>} */
const KIND_LABELS = TEXTS.faultKinds;

/** @typedef {{ kind: string, label: string, fields: FaultField[] }} FaultKind */

// The kinds of fault that calls of a method may meet: those of webhooks have kinds of their own.
/**
 * @param {string} method
 * @returns {FaultKind[]}
 */
export function kindsFor(method) {
  /** @type {Record<string, string[]>} */
  const valuesByKind = method === WEBHOOK ? WEBHOOK_FAULTS : METHOD_FAULTS;
  return Object.entries(valuesByKind).map(([kind, values]) => {
    const fields = FIELDS.filter(({ name }) => values.includes(name));
    return { kind, label: KIND_LABELS[kind], fields };
  });
}

const NUMBERS = ['times', 'code', 'status', 'seconds'];

// The fault that a form describes. What is left empty is left out, and the server says if it is
// needed.
/** @param {Iterable<[string, FormDataEntryValue]>} entries */
export function faultOf(entries) {
  /** @type {Record<string, unknown>} */
  const fault = {};
  for (const [name, entry] of entries) {
    const text = String(entry);
    if (text === '') continue;
    if (name === 'headers') fault[name] = headersOf(text);
    else fault[name] = NUMBERS.includes(name) ? Number(text) : text;
  }
  return fault;
}

/** @param {string} text */
function headersOf(text) {
  const lines = text.split('\n').filter((line) => line.trim());
  return Object.fromEntries(lines.map((line) => {
    const [name, ...value] = line.split(':');
    return [name.trim(), value.join(':').trim()];
  }));
}

/** @param {Fault} fault */
export function describeFault({ method, kind, times, ...values }) {
  const described = Object.entries(values).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : value;
    return `${name} ${text}`;
  });
  const calls = method === '*' ? TEXTS.faults.ofAnyMethod : method;
  return [calls, kind, ...described, TEXTS.faults.left(count(times))].join(' · ');
}

// How many calls will still meet a fault.
/** @param {Pick<Fault, 'times'>[]} faults */
export const callsLeft = (faults) => faults.reduce((sum, { times }) => sum + times, 0);
