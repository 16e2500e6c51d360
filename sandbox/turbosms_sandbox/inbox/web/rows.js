// The rows of the list: how batches are merged into them, and how many there are at most.

export const LIVE = 50; // the newest ones, which the stream keeps up to date
export const PAGE = 100;
export const MOST = 300;

const known = (rows, id) => new Set(rows.map((row) => row[id]));

// The same rows, with those that have changed in their places.
export function update(rows, incoming, id = 'message_id') {
  const changed = new Map(incoming.map((row) => [row[id], row]));
  return rows.map((row) => changed.get(row[id]) ?? row);
}

// The ids of those `rows` that are no longer in `view`, which is what the server has in their place. If it is not `whole`, the
// rows behind its last one may still follow.
export function gone(rows, view, whole) {
  const ids = known(view, 'message_id');
  const end = whole ? rows.length : rows.findLastIndex((row) => ids.has(row.message_id)) + 1;
  return new Set(rows.slice(0, end).map((row) => row.message_id).filter((id) => !ids.has(id)));
}

export const without = (rows, ids) => (ids.size ? rows.filter((row) => !ids.has(row.message_id)) : rows);

// `cut`: newer rows than the first one are left out, because the reader has gone far down.
export function merge({ rows, cut, paged, more }, incoming) {
  const held = known(rows, 'message_id');
  const fresh = incoming.filter((row) => !held.has(row.message_id));
  const updated = fresh.length === incoming.length ? rows : update(rows, incoming);
  if (!fresh.length || cut) return { rows: updated, cut, paged, more };
  if (fresh.length >= LIVE) {
    // There may be others between these and the ones that are held. A reader far down stays there.
    return paged && rows.length ? { rows: updated, cut: true, paged, more } : { rows: fresh, cut, paged: false, more: true };
  }
  const all = [...fresh, ...updated];
  return { rows: all.slice(0, MOST), cut, paged, more: more || all.length > MOST };
}

export function append({ rows, cut }, older) {
  const held = known(rows, 'message_id');
  const all = [...rows, ...older.filter((row) => !held.has(row.message_id))];
  return { rows: all.slice(-MOST), cut: cut || all.length > MOST, paged: true, more: older.length === PAGE };
}

// A conversation comes whole. What has not changed in it stays the same object, so that it need not be drawn again.
export function mergeItems(held, conversation) {
  if (held?.number !== conversation.number) return conversation;
  const before = new Map(held.items.map((item) => [item.id, item]));
  const same = (item) => JSON.stringify(before.get(item.id)) === JSON.stringify(item);
  return { ...conversation, items: conversation.items.map((item) => (same(item) ? before.get(item.id) : item)) };
}

export function mergeCalls(calls, incoming) {
  const held = known(calls, 'number');
  const fresh = incoming.filter((call) => !held.has(call.number));
  // Between these and the ones that are held there may be others.
  return fresh.length >= LIVE ? fresh : [...fresh, ...calls].slice(0, MOST);
}
