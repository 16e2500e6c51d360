// The rows of the list: how batches are merged into them, and how many there are at most.

export const LIVE = 50; // the newest ones, which the stream keeps up to date
export const PAGE = 100;
export const MOST = 300;

/**
 * @template {Record<string, any>} R
 * @param {R[]} rows
 * @param {keyof R} id
 */
const known = (rows, id) => new Set(rows.map((row) => row[id]));

// The same rows, with those that have changed in their places.
/**
 * @template {Record<string, any>} R
 * @param {R[]} rows
 * @param {R[]} incoming
 * @param {keyof R} id
 */
export function update(rows, incoming, id = 'message_id') {
  const changed = new Map(incoming.map((row) => [row[id], row]));
  return rows.map((row) => changed.get(row[id]) ?? row);
}

// The ids of those `rows` that are no longer in `view`, which is what the server has in their place. If it is not `whole`, the
// rows behind its last one may still follow.
/**
 * @param {import('../service/types.d.ts').Message[]} rows
 * @param {import('../service/types.d.ts').Message[]} view
 * @param {boolean} whole
 */
export function gone(rows, view, whole) {
  const ids = known(view, 'message_id');
  const end = whole ? rows.length : rows.findLastIndex((row) => ids.has(row.message_id)) + 1;
  return new Set(rows.slice(0, end).map((row) => row.message_id).filter((id) => !ids.has(id)));
}

/**
 * @param {import('../service/types.d.ts').Message[]} rows
 * @param {Set<string>} ids
 */
export const without = (rows, ids) => (ids.size ? rows.filter((row) => !ids.has(row.message_id)) : rows);

// `cut`: newer rows than the first one are left out, because the reader has gone far down, or the row that is `open` would
// fall out of the list.
/**
 * @param {import('../service/types.d.ts').List} list
 * @param {import('../service/types.d.ts').Message[]} incoming
 * @param {string} open
 * @returns {import('../service/types.d.ts').List}
 */
export function merge({ rows, cut, paged, more }, incoming, open = '') {
  const held = known(rows, 'message_id');
  const fresh = incoming.filter((row) => !held.has(row.message_id));
  const updated = fresh.length === incoming.length ? rows : update(rows, incoming);
  if (!fresh.length || cut) return { rows: updated, cut, paged, more };
  if (fresh.length >= LIVE) {
    // There may be others between these and the ones that are held. A reader far down stays there, and so does one who has
    // opened a row.
    const stays = (paged && rows.length > 0) || held.has(open);
    return stays ? { rows: updated, cut: true, paged, more } : { rows: fresh, cut, paged: false, more: true };
  }
  const all = [...fresh, ...updated];
  if (all.findIndex((row) => row.message_id === open) >= MOST) return { rows: updated, cut: true, paged, more };
  return { rows: all.slice(0, MOST), cut, paged, more: more || all.length > MOST };
}

/**
 * @param {import('../service/types.d.ts').List} list
 * @param {import('../service/types.d.ts').Message[]} older
 * @returns {import('../service/types.d.ts').List}
 */
export function append({ rows, cut }, older) {
  const held = known(rows, 'message_id');
  const all = [...rows, ...older.filter((row) => !held.has(row.message_id))];
  return { rows: all.slice(-MOST), cut: cut || all.length > MOST, paged: true, more: older.length === PAGE };
}

// A conversation comes whole. What has not changed in it stays the same object, so that it need not be drawn again.
/**
 * @param {import('../service/types.d.ts').Conversation | null} held
 * @param {import('../service/types.d.ts').Conversation} conversation
 */
export function mergeItems(held, conversation) {
  if (held?.number !== conversation.number) return conversation;
  const before = new Map(held.items.map((item) => [item.id, item]));
  const same = (/** @type {import('../service/types.d.ts').Item} */ item) => JSON.stringify(before.get(item.id)) === JSON.stringify(item);
  return { ...conversation, items: conversation.items.map((item) => (same(item) ? before.get(item.id) ?? item : item)) };
}

/**
 * @param {import('../service/types.d.ts').CallRow[]} calls
 * @param {import('../service/types.d.ts').CallRow[]} incoming
 */
export function mergeCalls(calls, incoming) {
  const held = known(calls, 'number');
  const fresh = incoming.filter((call) => !held.has(call.number));
  // Between these and the ones that are held there may be others.
  return fresh.length >= LIVE ? fresh : [...fresh, ...calls].slice(0, MOST);
}

// Every sender that there is to choose from: those of the account, and others that messages came from.
/**
 * @param {string[]} names
 * @param {import('../service/types.d.ts').Message[]} rows
 * @param {string} chosen
 */
export function sendersOf(names, rows, chosen) {
  const seen = rows.flatMap(({ channels }) => channels.map(({ sender }) => sender));
  return [...new Set([...names, ...seen, chosen])].filter(Boolean);
}
