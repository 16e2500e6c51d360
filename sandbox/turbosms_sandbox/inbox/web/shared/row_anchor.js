// Keeps the open row where it stands in its pane, whatever comes above it.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { descendant } from './element.js';

/**
 * Where the row named `selected` was seen: how far from the top of its pane, null if out of sight,
 * and how far the pane was scrolled.
 * @typedef {{ selected: string, offset: number | null, scrollTop: number }} Sight
 */

/** @type {Sight} */
const NOWHERE = { selected: '', offset: null, scrollTop: 0 };

/**
 * @param {HTMLElement} pane
 * @returns {HTMLElement | null | undefined}
 */
const openRow = (pane) => pane.querySelector('.row-link[aria-current]')?.closest('.row');

/**
 * @param {HTMLElement} pane
 * @param {HTMLElement} row
 */
const offsetOf = (pane, row) =>
  row.getBoundingClientRect().top - pane.getBoundingClientRect().top;

/**
 * @param {HTMLElement} pane
 * @param {string} selected
 * @returns {Sight}
 */
function see(pane, selected) {
  const row = openRow(pane);
  if (!row) return NOWHERE;
  const offset = offsetOf(pane, row);
  const isInSight = offset + row.offsetHeight > 0 && offset < pane.clientHeight;
  return { selected, offset: isInSight ? offset : null, scrollTop: pane.scrollTop };
}

// Puts the row back, and as much of it into sight as there is room for. If the pane has been
// scrolled since it was seen, the row is where its reader wants it.
/**
 * @param {HTMLElement} pane
 * @param {Sight} seen
 */
function restore(pane, { offset, scrollTop }) {
  const row = openRow(pane);
  if (!row || offset === null || pane.scrollTop !== scrollTop) return;
  pane.scrollTop += offsetOf(pane, row) - offset;
  row.scrollIntoView({ block: 'nearest' });
}

// `selected` names the row. Whoever scrolls it out of sight has done with it: it is not brought
// back.
/**
 * @param {{ current: HTMLElement }} pane
 * @param {string} selected
 */
export function useRowAnchor(pane, selected) {
  const seen = useRef(NOWHERE);
  useLayoutEffect(() => {
    const isAnother = selected && seen.current.selected !== selected;
    if (isAnother) openRow(pane.current)?.scrollIntoView({ block: 'nearest' });
    else restore(pane.current, seen.current);
    seen.current = see(pane.current, selected);
  });
  useEffect(() => {
    const { current } = pane;
    const note = () => {
      seen.current = see(current, selected);
    };
    // Another pane beside it changes the height of every row, and a row has a height of its own
    // once it is drawn.
    const observer = new ResizeObserver(() => {
      restore(current, seen.current);
      note();
    });
    observer.observe(current);
    observer.observe(descendant(current, '.rows'));
    current.addEventListener('scroll', note);
    return () => {
      observer.disconnect();
      current.removeEventListener('scroll', note);
    };
  }, [selected]);
}
