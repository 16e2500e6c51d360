// The virtual time, which goes on between batches as real time does.
import { useEffect, useState } from 'preact/hooks';

const pad = (number) => String(number).padStart(2, '0');

function later(at, seconds) {
  // The wall time of Kyiv is counted as if it were UTC: only the difference matters.
  const [year, month, day, hour, minute, second] = at.split(/[- :]/).map(Number);
  const moved = new Date(Date.UTC(year, month - 1, day, hour, minute, second + seconds));
  const days = [moved.getUTCFullYear(), pad(moved.getUTCMonth() + 1), pad(moved.getUTCDate())].join('-');
  return `${days} ${[moved.getUTCHours(), moved.getUTCMinutes(), moved.getUTCSeconds()].map(pad).join(':')}`;
}

export function useNow({ now, since, link }) {
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
