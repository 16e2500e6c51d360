// The conversation on the phone that is open.
/** @import { Conversation, ConversationItem } from '../service/types' */

// A conversation comes whole. What has not changed in it stays the same object, so that it need not
// be drawn again.
/**
 * @param {Conversation | null} held
 * @param {Conversation} incoming
 * @returns {Conversation}
 */
export function mergeConversation(held, incoming) {
  if (held?.number !== incoming.number) return incoming;
  const before = new Map(held.items.map((item) => [item.id, item]));
  const items = incoming.items.map((item) => unlessChanged(before.get(item.id), item));
  return { ...incoming, items };
}

/**
 * @param {ConversationItem | undefined} before
 * @param {ConversationItem} item
 */
function unlessChanged(before, item) {
  if (before && JSON.stringify(before) === JSON.stringify(item)) return before;
  return item;
}
