// Keeps the open row where it stands in its pane, whatever comes above it.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const find = (pane) => pane.querySelector('.row-link[aria-current]')?.closest('.row');

/** @type {{ selected: string, place: number | null, top: number }} */
const NOWHERE = { selected: '', place: null, top: 0 };

// How far the row stands from the top of the pane; null if none of it is seen.
function placeOf(pane, row) {
  const above = row.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  return above + row.offsetHeight > 0 && above < pane.clientHeight ? above : null;
}

function look(pane, selected) {
  const row = find(pane);
  return row ? { selected, place: placeOf(pane, row), top: pane.scrollTop } : NOWHERE;
}

// Puts the row back, and as much of it into sight as there is room for. If the pane has been scrolled since somebody looked,
// the row is where its reader wants it.
function restore(pane, { place, top }) {
  const row = find(pane);
  if (!row || place === null || pane.scrollTop !== top) return;
  pane.scrollTop += row.getBoundingClientRect().top - pane.getBoundingClientRect().top - place;
  row.scrollIntoView({ block: 'nearest' });
}

// `selected` names the row. Whoever scrolls it out of sight has done with it: it is not brought back.
export function useInSight(pane, selected) {
  const held = useRef(NOWHERE);
  useLayoutEffect(() => {
    if (selected && held.current.selected !== selected) find(pane.current)?.scrollIntoView({ block: 'nearest' });
    else restore(pane.current, held.current);
    held.current = look(pane.current, selected);
  });
  useEffect(() => {
    const { current } = pane;
    const note = () => {
      held.current = look(current, selected);
    };
    // Another pane beside it changes the height of every row, and a row has a height of its own once it is drawn.
    const watch = new ResizeObserver(() => {
      restore(current, held.current);
      note();
    });
    watch.observe(current);
    watch.observe(current.querySelector('.rows'));
    current.addEventListener('scroll', note);
    return () => {
      watch.disconnect();
      current.removeEventListener('scroll', note);
    };
  }, [selected]);
}
