// When a message that waits for its time will go out.
import { shortTime } from '../shared/format.js';

// Times are texts of one form, so that the later one is the greater one. Empty if nothing is to be said.
/**
 * @param {import('../service/types.d.ts').Message} message
 * @param {string} now
 */
export function startOf(message, now) {
  const waiting = message.channels.map(({ start }) => start ?? '').filter((start) => start > now);
  return waiting.length ? shortTime(waiting.sort()[0], now) : '';
}
