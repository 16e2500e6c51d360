// The statuses and channels of messages, and why messages fail, in plain words.
import { IS_UKRAINIAN, TEXTS } from '../texts/texts.js';
import { STATUSES, STATUS_NAMES_UK } from './tables.js';

/** @typedef {{ name: string, isFinal: boolean, isDelivered: boolean }} Status */

/** @type {Status[]} */
const ALL = STATUSES.map(([name, isFinal, isDelivered]) => ({
  name: String(name),
  isFinal: Boolean(isFinal),
  isDelivered: Boolean(isDelivered),
}));

export const STATUS_NAMES = ALL.map(({ name }) => name);
export const DELIVERED = namesOf(({ isDelivered }) => isDelivered);
// Nobody knows what became of an SMS that ends as Unknown. Every other end without delivery is a
// failure.
export const FAILED = namesOf(({ isFinal, isDelivered }) => isFinal && !isDelivered);
FAILED.delete('Unknown');
export const PENDING = new Set(['Queued', 'Accepted']);

/** @type {Record<string, string>} */
export const CHANNEL_NAMES = { viber: 'Viber', sms: 'SMS' };

/** @type {Record<string, string>} */
const NAMES = IS_UKRAINIAN ? STATUS_NAMES_UK : {};

// What people call a status.
/** @param {string} status */
export const nameOf = (status) => NAMES[status] ?? status;

/** @param {string} status */
export const reasonOf = (status) => TEXTS.reasons[status] ?? nameOf(status);

/** @param {string | undefined} kind */
export const kindOf = (kind) => kind && (TEXTS.kinds[kind] ?? kind);

/** @param {string | undefined} rate */
export const rateOf = (rate) => rate && (TEXTS.rates[rate] ?? rate);

/** @param {(status: Status) => boolean} fits */
function namesOf(fits) {
  return new Set(ALL.filter(fits).map(({ name }) => name));
}
