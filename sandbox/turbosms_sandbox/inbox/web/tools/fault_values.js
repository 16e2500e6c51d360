// The kinds of faults, and faults as a form has them and as people read them.
/** @import { Fault } from '../service/types' */
import { WEBHOOK } from '../service/tables.js';
import { count } from '../shared/format.js';
import { TEXTS } from '../texts/texts.js';

const FIELDS = TEXTS.faultFields;

/** @typedef {{ name: string, label: string, type: string, initial: string }} FaultField */

/** @type {FaultField} */
const HEADERS =
  { name: 'headers', label: FIELDS.headers, type: 'area', initial: 'Retry-After: 5' };
/** @type {FaultField} */
const STATUS = { name: 'status', label: FIELDS.status, type: 'number', initial: '503' };
/** @type {FaultField} */
const SECONDS = { name: 'seconds', label: FIELDS.seconds, type: 'number', initial: '5' };
/** @type {FaultField} */
const CODE = { name: 'code', label: FIELDS.code, type: 'number', initial: '999' };
/** @type {FaultField} */
const NAME = { name: 'name', label: FIELDS.name, type: 'text', initial: '' };

/** @typedef {{ kind: string, label: string, fields: FaultField[] }} FaultKind */

/**
 * @param {keyof typeof TEXTS.faultKinds} kind
 * @param {FaultField[]} fields
 * @returns {FaultKind}
 */
const faultKind = (kind, fields = []) => ({ kind, label: TEXTS.faultKinds[kind], fields });

const METHOD_KINDS = [
  faultKind('code', [CODE, NAME]),
  faultKind('drop_before'),
  faultKind('drop_after'),
  faultKind('delay', [SECONDS]),
  faultKind('http', [STATUS, HEADERS]),
  faultKind('http_after', [STATUS, HEADERS]),
  faultKind('truncate'),
  faultKind('garbage'),
];

const WEBHOOK_KINDS = [
  faultKind('duplicate'),
  faultKind('reorder'),
  faultKind('wrong_signature'),
  faultKind('hang_up'),
  faultKind('drop'),
];

// The kinds of fault that calls of a method may meet: those of webhooks have kinds of their own.
/** @param {string} method */
export const kindsFor = (method) => method === WEBHOOK ? WEBHOOK_KINDS : METHOD_KINDS;

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
