// The kinds of faults, and faults as a form has them and as people read them.
/** @import { Fault } from '../service/types' */
import { WEBHOOK } from '../service/tables.js';
import { count } from '../shared/format.js';

/** @typedef {{ name: string, label: string, type: string, initial: string }} FaultField */

/** @type {FaultField} */
const HEADERS =
  { name: 'headers', label: 'Headers, one a line', type: 'area', initial: 'Retry-After: 5' };
/** @type {FaultField} */
const STATUS = { name: 'status', label: 'HTTP status', type: 'number', initial: '503' };
/** @type {FaultField} */
const SECONDS = { name: 'seconds', label: 'Seconds', type: 'number', initial: '5' };
/** @type {FaultField} */
const CODE = { name: 'code', label: 'Result code', type: 'number', initial: '999' };
/** @type {FaultField} */
const NAME = { name: 'name', label: 'Its name, if not its own', type: 'text', initial: '' };

/** @typedef {{ kind: string, label: string, fields: FaultField[] }} FaultKind */

/** @type {FaultKind[]} */
const METHOD_KINDS = [
  { kind: 'code', label: 'A result code; not executed', fields: [CODE, NAME] },
  { kind: 'drop_before', label: 'Connection closes before; not executed', fields: [] },
  { kind: 'drop_after', label: 'Connection closes after; executed, no answer', fields: [] },
  { kind: 'delay', label: 'Late answer; executed at once', fields: [SECONDS] },
  { kind: 'http', label: 'HTTP status; not executed', fields: [STATUS, HEADERS] },
  { kind: 'http_after', label: 'HTTP status; executed', fields: [STATUS, HEADERS] },
  { kind: 'truncate', label: 'Half the answer; executed', fields: [] },
  { kind: 'garbage', label: 'An HTML page with status 200; executed', fields: [] },
];

/** @type {FaultKind[]} */
const WEBHOOK_KINDS = [
  { kind: 'duplicate', label: 'The call is made twice', fields: [] },
  { kind: 'reorder', label: 'The call is made after the next one', fields: [] },
  { kind: 'wrong_signature', label: 'Signed with another secret', fields: [] },
  { kind: 'hang_up', label: 'Connection closes before the answer', fields: [] },
  { kind: 'drop', label: 'The call gets lost on the way', fields: [] },
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
  const calls = method === '*' ? 'any method' : method;
  return [calls, kind, ...described, `${count(times)} left`].join(' · ');
}

// How many calls will still meet a fault.
/** @param {Pick<Fault, 'times'>[]} faults */
export const callsLeft = (faults) => faults.reduce((sum, { times }) => sum + times, 0);
