// How calls of the service's methods end: by result codes and by faults, in plain words.
/** @import { CallSummary } from './types' */
import { OUTCOMES, OWN_TOKEN } from './tables.js';

/** @type {Record<number, string>} */
const OUTCOMES_BY_CODE = OUTCOMES;

/** @type {Record<number, string>} */
const ADVICE = {
  103: `The token of the sandbox is “${OWN_TOKEN}”.`,
  105: `The token of the sandbox is “${OWN_TOKEN}”.`,
  106: 'Unblock it under Account.',
  400: 'The senders of the account stand under Account.',
};

/** @type {Record<string, string>} */
const FAULT_EFFECTS = {
  code: 'Not executed; answered with the code that was ordered.',
  drop_before: 'Not executed; the connection was closed without an answer.',
  drop_after:
    'Executed, but the connection was closed without an answer. It would have been the one below.',
  delay: 'Executed at once, answered late.',
  http: 'Not executed; answered with an HTTP status and an HTML page.',
  http_after:
    'Executed, but answered with an HTTP status and an HTML page. ' +
    'The answer would have been the one below.',
  truncate: 'Executed, but only half of the answer below was sent.',
  garbage:
    'Executed, but answered with an HTML page. The answer would have been the one below.',
};

// How a call went, by its result code; `lost` if there was no answer in an envelope.
/** @param {CallSummary} call */
export function outcomeOf({ code }) {
  return code === null ? 'lost' : OUTCOMES_BY_CODE[code] ?? 'unknown';
}

/** @param {CallSummary} call */
export const wentWell = (call) => outcomeOf(call) === 'success';

// What the code of a call means, and what to do about it where that is simple to say.
/** @param {CallSummary} call */
export function adviceOn({ code, meaning }) {
  const advice = code === null ? '' : ADVICE[code];
  return [meaning?.replaceAll('`', ''), advice].filter(Boolean).join(' ');
}

// What a fault of this kind did to a call.
/** @param {string} kind */
export const faultEffect = (kind) => FAULT_EFFECTS[kind] ?? '';
