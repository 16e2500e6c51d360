// When the pane with the focus goes away, the pane that is left in its place gets it: nobody starts
// at the top again.
import { useEffect, useRef } from 'preact/hooks';
import { useStore } from '../store/store.js';

/** @param {Element} element */
const isShown = (element) => element.getClientRects().length > 0;

export function useFocus() {
  const { view, phone, id } = useStore('route');
  const isStarted = useRef(false);
  useEffect(() => {
    if (isStarted.current && isFocusLost()) focusLastPane();
    isStarted.current = true;
  }, [view, phone, id]);
}

function isFocusLost() {
  const { activeElement, body } = document;
  return !activeElement || activeElement === body || !isShown(activeElement);
}

function focusLastPane() {
  /** @type {NodeListOf<HTMLElement>} */
  const headings = document.querySelectorAll('main h2');
  [...headings].findLast(isShown)?.focus({ preventScroll: true });
}
