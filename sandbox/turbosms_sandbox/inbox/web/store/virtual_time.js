// The virtual time, which goes on between batches as real time does.
import { useEffect, useState } from 'preact/hooks';
import { useStore } from './store.js';

/** @param {number} part */
const twoDigits = (part) => String(part).padStart(2, '0');

/**
 * @param {string} at
 * @param {number} seconds
 */
export function later(at, seconds) {
  // The wall time of Kyiv is counted as if it were UTC: only the difference matters.
  const [year, month, day, hour, minute, second] = at.split(/[- :]/).map(Number);
  const moved = new Date(Date.UTC(year, month - 1, day, hour, minute, second + seconds));
  const date = [moved.getUTCMonth() + 1, moved.getUTCDate()].map(twoDigits);
  const time = [moved.getUTCHours(), moved.getUTCMinutes(), moved.getUTCSeconds()];
  return `${moved.getUTCFullYear()}-${date.join('-')} ${time.map(twoDigits).join(':')}`;
}

// Empty until the server has told it.
export function useVirtualTime() {
  const { now, since } = useStore('clock');
  const { link } = useStore('connection');
  const read = () => (now ? later(now, Math.floor((Date.now() - since) / 1000)) : '');
  const [time, setTime] = useState(read);
  useEffect(() => {
    setTime(read());
    // While the server is away its clock is not known.
    if (link !== 'live') return undefined;
    const timer = setInterval(() => setTime(read()), 1000);
    return () => clearInterval(timer);
  }, [now, since, link]);
  return time;
}
