// When the pane with the focus goes away, the pane that is left in its place gets it: nobody starts at the top again.
import { useEffect, useRef } from 'preact/hooks';

const isSeen = (node) => node.getClientRects().length > 0;

export function useFocus({ view, number, id }) {
  const started = useRef(false);
  useEffect(() => {
    const { activeElement, body } = document;
    const lost = !activeElement || activeElement === body || !isSeen(activeElement);
    if (started.current && lost) [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('main h2'))].findLast(isSeen)?.focus({ preventScroll: true });
    started.current = true;
  }, [view, number, id]);
}
