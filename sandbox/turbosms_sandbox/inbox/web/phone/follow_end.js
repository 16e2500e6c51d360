// Keeps a reader of the end of a conversation there, also when an image is loaded or the pane is
// resized, and no other reader.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { descendant } from '../shared/element.js';

const NEAR = 60; // px: a reader this near to the end stays at it when something comes

// `followsEnd.current` says whether the reader is kept at the end; `noteScroll` is for the scroll
// event of the log.
/** @param {{ current: HTMLElement }} log */
export function useFollowEnd(log) {
  const followsEnd = useRef(true);
  const lastScrollTop = useRef(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      if (followsEnd.current) log.current.scrollTop = log.current.scrollHeight;
    });
    observer.observe(log.current);
    observer.observe(descendant(log.current, '.items'));
    return () => observer.disconnect();
  }, []);
  // The element comes from the event: what was scrolled last is told also when the log has gone.
  /** @param {{ currentTarget: HTMLElement }} event */
  const noteScroll = ({ currentTarget }) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    // Only who scrolls up leaves the end: when something comes, the end moves away by itself.
    if (scrollHeight - scrollTop - clientHeight < NEAR) followsEnd.current = true;
    else if (scrollTop < lastScrollTop.current) followsEnd.current = false;
    lastScrollTop.current = scrollTop;
  };
  return { followsEnd, noteScroll };
}
