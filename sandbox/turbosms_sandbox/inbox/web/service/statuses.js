// The statuses and channels of messages, and why messages fail, in plain words.
import { STATUSES } from './tables.js';

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
const REASONS = {
  SRVC_NOT_VIBER_USER: 'not a Viber user',
  SRVC_USER_BLOCKED: 'has blocked the sender',
  SRVC_NO_SUITABLE_DEVICE: 'no suitable device',
  Expired: 'phone was off until the ttl ended',
};

/** @param {string} status */
export const reasonOf = (status) => REASONS[status] ?? status;

/** @param {(status: Status) => boolean} fits */
function namesOf(fits) {
  return new Set(ALL.filter(fits).map(({ name }) => name));
}
