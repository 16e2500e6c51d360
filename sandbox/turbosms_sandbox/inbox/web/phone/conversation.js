// What one recipient has on the phone, oldest first.
/** @import { Conversation as ConversationData, ConversationItem } from '../service/types' */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useElement } from '../shared/element.js';
import { isSameDay, plural } from '../shared/format.js';
import { html } from '../shared/html.js';
import { href } from '../store/route.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { useFollowEnd } from './follow_end.js';
import { Item } from './item.js';

// Items: all of a long conversation would hold up the frame.
const DRAWN_AT_ONCE = 30;

/** @param {{ conversation: ConversationData }} properties */
export function Conversation({ conversation }) {
  const { items, more } = conversation;
  const { id } = useStore('route');
  const [wanted, setWanted] = useState(DRAWN_AT_ONCE);
  const first = firstDrawn(items, wanted, id);
  const log = useElement();
  const { followsEnd, noteScroll } = useFollowEnd(log);
  useLayoutEffect(() => {
    /** @type {NodeListOf<HTMLElement>} */
    const bubbles = log.current.querySelectorAll('[data-message-id]');
    const opened = [...bubbles].findLast(({ dataset }) => id && dataset.messageId === id);
    if (!opened) return;
    followsEnd.current = false;
    opened.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  // What the recipient writes is what the tester has just done, so it is shown, also to who was
  // further up.
  const last = items.at(-1);
  const shownLast = useRef(last?.id);
  useLayoutEffect(() => {
    const isWrittenNow = last?.direction === 'out' && last.id !== shownLast.current;
    if (isWrittenNow) {
      followsEnd.current = true;
      log.current.scrollTop = log.current.scrollHeight;
    }
    shownLast.current = last?.id;
  }, [last?.id]);
  const showEarlier = () => {
    followsEnd.current = false;
    setWanted(items.length - first + DRAWN_AT_ONCE);
  };
  return html`<div class="log" role="log" aria-live="off" aria-label=${TEXTS.phone.conversation}
    tabindex="0" ref=${log} onScroll=${noteScroll}>
    ${first > 0 && html`<button type="button" class="list-more"
      onClick=${showEarlier}>${TEXTS.phone.showEarlier}</button>`}
    ${first === 0 && more > 0 && html`<p class="day">
      ${TEXTS.phone.notShown(plural(more, TEXTS.counts.olderItems))}</p>`}
    <${Items} items=${items} first=${first} />
    ${!items.length && html`<p class="nothing">${TEXTS.phone.empty}</p>`}
  </div>`;
}

// The index of the first item that is drawn: so many of the newest as are wanted, and the one that
// is open.
/**
 * @param {ConversationItem[]} items
 * @param {number} wanted
 * @param {string} openId
 */
function firstDrawn(items, wanted, openId) {
  const first = Math.max(0, items.length - wanted);
  const open = openId ? items.findIndex(({ message_id }) => message_id === openId) : -1;
  return open < 0 ? first : Math.min(first, open);
}

/** @param {{ items: ConversationItem[], first: number }} properties */
function Items({ items, first }) {
  const route = useStore('route');
  const { now } = useStore('clock');
  const drawn = items.slice(first).map((item, index) => {
    const before = items[first + index - 1];
    return html`<${Item} key=${item.id} item=${item}
      address=${item.message_id && href(route, { id: item.message_id })}
      isNewDay=${!before || !isSameDay(item.at, before.at)}
      isScheduled=${item.start !== null && item.start > now}
      isSelected=${item.message_id !== null && item.message_id === route.id} />`;
  });
  return html`<ol class="items" role="list">${drawn}</ol>`;
}
