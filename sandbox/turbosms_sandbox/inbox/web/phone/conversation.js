// What one recipient has on the phone, oldest first.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { useElement } from '../shared/element.js';
import { Item } from './item.js';
import { plural } from '../shared/format.js';
import { href } from '../store/route.js';

const PAGE = 30; // items that are drawn at once: all of a long conversation would hold up the frame
const NEAR = 60; // px: a reader this near to the end stays at it when something comes

// Keeps a reader of the end there, also when an image is loaded or the pane is resized, and no other one.
function useEnd(log) {
  const follows = useRef(true);
  const last = useRef(0);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => {
      if (follows.current) log.current.scrollTop = log.current.scrollHeight;
    });
    watch.observe(log.current);
    watch.observe(log.current.querySelector('.items'));
    return () => watch.disconnect();
  }, []);
  const look = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
    // Only who scrolls up leaves the end: when something comes, the end moves away by itself.
    if (scrollHeight - scrollTop - clientHeight < NEAR) follows.current = true;
    else if (scrollTop < last.current) follows.current = false;
    last.current = scrollTop;
  };
  return { follows, look };
}

export function Conversation({ conversation, route, now }) {
  const { items, more } = conversation;
  const [wanted, setWanted] = useState(PAGE);
  const chosenPlace = route.id ? items.findIndex(({ message_id }) => message_id === route.id) : -1;
  const first = Math.max(0, Math.min(items.length - wanted, chosenPlace < 0 ? Infinity : chosenPlace));
  const log = useElement();
  const { follows, look } = useEnd(log);
  const showEarlier = () => {
    follows.current = false;
    setWanted(items.length - first + PAGE);
  };
  useLayoutEffect(() => {
    const bubbles = [...log.current.querySelectorAll('[data-message-id]')];
    const chosen = route.id && bubbles.findLast((node) => node.dataset.messageId === route.id);
    if (!chosen) return;
    follows.current = false;
    chosen.closest('li').scrollIntoView({ block: 'nearest' });
  }, [route.id]);
  // What the recipient writes is what the tester has just done, so it is shown, also to who was further up.
  const last = items.at(-1);
  const written = useRef(last?.id);
  useLayoutEffect(() => {
    if (last?.direction === 'out' && last.id !== written.current) {
      follows.current = true;
      log.current.scrollTop = log.current.scrollHeight;
    }
    written.current = last?.id;
  }, [last?.id]);
  const address = ({ message_id }) => message_id && href(route, { id: message_id });
  return html`<div class="log" role="log" aria-live="off" aria-label="Conversation" tabindex="0" ref=${log} onScroll=${look}>
    ${first > 0 && html`<button type="button" class="list-more" onClick=${showEarlier}>Show earlier</button>`}
    ${first === 0 && more > 0 && html`<p class="day">${plural(more, 'older item')} not shown</p>`}
    <ol class="items" role="list">
      ${items.slice(first).map((item, place) => html`<${Item} key=${item.id} item=${item} address=${address(item)}
        newDay=${item.at.slice(0, 10) !== items[first + place - 1]?.at.slice(0, 10)} scheduled=${Boolean(item.start) && item.start > now}
        selected=${Boolean(item.message_id) && item.message_id === route.id} />`)}
    </ol>
    ${!items.length && html`<p class="nothing">Nothing has come to this phone yet.</p>`}
  </div>`;
}
