// When a message that waits for its time will go out.
/** @import { Channel } from '../service/types' */
import { shortTime } from '../shared/format.js';

// Times are texts of one form, so that the later one is the greater one. Empty if the message does
// not wait.
/**
 * @param {{ channels: Pick<Channel, 'start'>[] }} message
 * @param {string} now
 */
export function startOf({ channels }, now) {
  const starts = channels.map(({ start }) => start ?? '').filter((start) => start > now);
  return starts.length ? shortTime(starts.sort()[0], now) : '';
}
