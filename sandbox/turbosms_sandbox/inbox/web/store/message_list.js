// The list of messages: how what the server tells is merged into it, and how long it gets.
/** @import { Message } from '../service/types' */
/** @import { MessageList } from './state' */
import { LIVE_COUNT, MAX_COUNT, PAGE_SIZE } from './limits.js';

/** @type {MessageList} */
export const EMPTY_LIST = { messages: [], cut: false, paged: false, more: false };

/** @param {Message[]} messages */
const idsOf = (messages) => new Set(messages.map(({ message_id }) => message_id));

// The same messages, with those that have changed in their places.
/**
 * @param {Message[]} messages
 * @param {Message[]} incoming
 */
export function replaceChanged(messages, incoming) {
  const changed = new Map(incoming.map((message) => [message.message_id, message]));
  return messages.map((message) => changed.get(message.message_id) ?? message);
}

// The ids of those `messages` that are no longer in `view`, which is what the server has in their
// place. If the view is not `whole`, the messages behind its last one may still follow.
/**
 * @param {Message[]} messages
 * @param {Message[]} view
 * @param {boolean} whole
 */
export function idsGone(messages, view, whole) {
  const ids = idsOf(view);
  const last = messages.findLastIndex(({ message_id }) => ids.has(message_id));
  const compared = whole ? messages : messages.slice(0, last + 1);
  const gone = compared.filter(({ message_id }) => !ids.has(message_id));
  return idsOf(gone);
}

/**
 * @param {Message[]} messages
 * @param {Set<string>} ids
 */
export function without(messages, ids) {
  if (!ids.size) return messages;
  return messages.filter(({ message_id }) => !ids.has(message_id));
}

// New messages go above, unless the reader has gone far down, or the message that is `open` would
// fall out of the list: then the list is cut.
/**
 * @param {MessageList} list
 * @param {Message[]} incoming
 * @param {string} open
 * @returns {MessageList}
 */
export function mergeMessages(list, incoming, open = '') {
  const held = idsOf(list.messages);
  const fresh = incoming.filter(({ message_id }) => !held.has(message_id));
  const hasChanges = fresh.length < incoming.length;
  const messages = hasChanges ? replaceChanged(list.messages, incoming) : list.messages;
  if (!fresh.length || list.cut) return { ...list, messages };
  if (fresh.length >= LIVE_COUNT) {
    // There may be others between these and the ones that are held. A reader far down stays there,
    // and so does one who has opened a message.
    const isFarDown = list.paged && messages.length > 0;
    if (isFarDown || held.has(open)) return { ...list, messages, cut: true };
    return { messages: fresh, cut: false, paged: false, more: true };
  }
  const all = [...fresh, ...messages];
  const losesOpen = all.findIndex(({ message_id }) => message_id === open) >= MAX_COUNT;
  if (losesOpen) return { ...list, messages, cut: true };
  return { ...list, messages: all.slice(0, MAX_COUNT), more: list.more || all.length > MAX_COUNT };
}

// A page of older messages goes below; the newest give way.
/**
 * @param {MessageList} list
 * @param {Message[]} older
 * @returns {MessageList}
 */
export function appendOlder({ messages, cut }, older) {
  const held = idsOf(messages);
  const all = [...messages, ...older.filter(({ message_id }) => !held.has(message_id))];
  return {
    messages: all.slice(-MAX_COUNT),
    cut: cut || all.length > MAX_COUNT,
    paged: true,
    more: older.length === PAGE_SIZE,
  };
}
