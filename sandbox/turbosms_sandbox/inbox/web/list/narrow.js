// Whether the window has room for one pane only.
import { useEffect, useState } from 'preact/hooks';

const NARROW = matchMedia('(max-width: 719px)'); // as in style/layout.css

export function useNarrow() {
  const [isNarrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const update = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', update);
    return () => NARROW.removeEventListener('change', update);
  }, []);
  return isNarrow;
}
