// The service's names in plain words, and the numbers with a fate of their own.
import { OWN_TOKEN, OUTCOMES, REFUSED, SCRIPTS, STATUSES } from './tables.js';

/** @type {Record<string, number>} */
const REFUSED_CODES = REFUSED;
/** @type {Record<number, string>} */
const OUTCOMES_BY_CODE = OUTCOMES;

/** @type {Record<string, string>} */
const REASONS = {
  SRVC_NOT_VIBER_USER: 'not a Viber user',
  SRVC_USER_BLOCKED: 'has blocked the sender',
  SRVC_NO_SUITABLE_DEVICE: 'no suitable device',
  Expired: 'phone was off until the ttl ended',
};
/** @param {string} name */
export const reason = (name) => REASONS[name] ?? name;

// What becomes of an SMS that ends as Unknown nobody knows; every other end without delivery is a failure.
export const FAILED = new Set(STATUSES.filter(([name, final, delivered]) => final && !delivered && name !== 'Unknown').map(([name]) => name));
export const DELIVERED = new Set(STATUSES.filter(([, , delivered]) => delivered).map(([name]) => name));
export const PENDING = new Set(['Queued', 'Accepted']);

/** @type {Record<string, string>} */
export const CHANNELS = { viber: 'Viber', sms: 'SMS' };

// What a recipient can be told to do with Viber messages, in the order in which it is offered.
export const VIBER_FATES = [
  ['Delivered', 'Ordinary'],
  ['Read', 'Reads at once'],
  ['SRVC_NOT_VIBER_USER', 'Not on Viber'],
  ['SRVC_USER_BLOCKED', 'Blocked the sender'],
  ['SRVC_NO_SUITABLE_DEVICE', 'No suitable device'],
  ['Expired', 'Silent until the ttl ends'],
];

/** @param {{ viber: string, sms: string, clicks: boolean, answers: boolean }} script */
function inWords({ viber, sms, clicks, answers }) {
  if (clicks) return 'reads Viber messages and clicks the button';
  if (answers) return 'reads Viber messages and answers in the chat';
  if (viber === 'Read') return 'reads Viber messages';
  if (viber !== 'Delivered') return REASONS[viber] ?? viber;
  return `its SMS ${PENDING.has(sms) ? 'stay' : 'end as'} ${sms}`;
}

// The numbers with a fate of their own, in words.
export const MAGIC = Object.entries(SCRIPTS).map(([number, script]) => [number, inWords(script)]);

// What is special about a number, or nothing.
/** @param {string} number */
export const magic = (number) => MAGIC.find(([known]) => known === number)?.[1] ?? '';

// The code with which a magic number is refused, or nothing.
/** @param {string} number */
export const refusal = (number) => REFUSED_CODES[number] ?? '';

// How a call went, by its result code; `lost` if there was no answer in an envelope.
/** @param {import('./types.d.ts').CallRow} call */
export const outcome = ({ code }) => (code === null ? 'lost' : OUTCOMES_BY_CODE[code] ?? 'unknown');

// Whether there is nothing to say about a call.
/** @param {import('./types.d.ts').CallRow} call */
export const wentWell = (call) => outcome(call) === 'success';

/** @type {Record<number, string>} */
const ADVICE = {
  103: `The token of the sandbox is “${OWN_TOKEN}”.`,
  105: `The token of the sandbox is “${OWN_TOKEN}”.`,
  106: 'Unblock it under Account.',
  400: 'The senders of the account stand under Account.',
};

// What a code means, and what to do about it where that is simple to say.
/** @param {import('./types.d.ts').CallRow} call */
export const advice = ({ code, meaning }) => [meaning?.replaceAll('`', ''), ADVICE[code ?? -1]].filter(Boolean).join(' ');

/** @type {Record<string, string>} */
const FAULTS = {
  code: 'Not executed; answered with the code that was ordered.',
  drop_before: 'Not executed; the connection was closed without an answer.',
  drop_after: 'Executed, but the connection was closed without an answer. It would have been the one below.',
  delay: 'Executed at once, answered late.',
  http: 'Not executed; answered with an HTTP status and an HTML page.',
  http_after: 'Executed, but answered with an HTTP status and an HTML page. The answer would have been the one below.',
  truncate: 'Executed, but only half of the answer below was sent.',
  garbage: 'Executed, but answered with an HTML page. The answer would have been the one below.',
};

// What a fault did to a call.
/** @param {string} kind */
export const mishap = (kind) => FAULTS[kind] ?? '';
