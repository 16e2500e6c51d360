// What becomes of messages to a recipient, and the magic numbers, which have a fate of their own.
import { PENDING, reasonOf } from './statuses.js';
import { REFUSED, SCRIPTS } from './tables.js';

/** @type {Record<string, number>} */
const REFUSAL_CODES = REFUSED;

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
  if (viber !== 'Delivered') return reasonOf(viber);
  return `its SMS ${PENDING.has(sms) ? 'stay' : 'end as'} ${sms}`;
}

// The magic numbers, and what each of them does, in words.
export const MAGIC_FATES = Object.entries(SCRIPTS).map(([phone, script]) => [
  phone,
  inWords(script),
]);

// What a magic number does; empty for any other number.
/** @param {string} phone */
export const magicFateOf = (phone) =>
  MAGIC_FATES.find(([magic]) => magic === phone)?.[1] ?? '';

// The code with which every message to a magic number is refused; empty for any other number.
/** @param {string} phone */
export const refusalCodeOf = (phone) => REFUSAL_CODES[phone] ?? '';
