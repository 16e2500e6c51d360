// What becomes of messages to a recipient, and the magic numbers, which have a fate of their own.
import { TEXTS } from '../texts/texts.js';
import { nameOf, PENDING, reasonOf } from './statuses.js';
import { REFUSED, SCRIPTS } from './tables.js';

/** @type {Record<string, number>} */
const REFUSAL_CODES = REFUSED;

// What a recipient can be told to do with Viber messages, in words.
/** @param {string} fate */
export const viberFate = (fate) => TEXTS.fates[fate] ?? nameOf(fate);

/** @param {{ viber: string, sms: string, clicks: boolean, answers: boolean }} script */
function inWords({ viber, sms, clicks, answers }) {
  if (clicks) return TEXTS.magicFates.clicks;
  if (answers) return TEXTS.magicFates.answers;
  if (viber === 'Read') return TEXTS.magicFates.reads;
  if (viber !== 'Delivered') return reasonOf(viber);
  const saysFate = PENDING.has(sms) ? TEXTS.magicFates.smsStay : TEXTS.magicFates.smsEnd;
  return saysFate(nameOf(sms));
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
