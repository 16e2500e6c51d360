// How batches are merged into the list, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { append, gone, LIVE, merge, mergeCalls, mergeItems, MOST, PAGE, sendersOf, update, without } from './web/store/message_list.js';

const row = (number, status = 'Sent') => ({ message_id: String(number), status, channels: [{ sender: `S${number % 2}` }] });
// Newest first, as the server has them.
const rows = (newest, count) => Array.from({ length: count }, (_, place) => row(newest - place));
const ids = (list) => list.map(({ message_id }) => Number(message_id));
const list = (held, more = {}) => ({ rows: held, cut: false, paged: false, more: false, ...more });
// Numbers from one down to another.
const down = (from, to) => Array.from({ length: from - to + 1 }, (_, place) => from - place);

test('new rows come first, and changed ones stay in their places', () => {
  const merged = merge(list(rows(3, 3)), [row(5), row(4), row(2, 'Delivered')]);
  assert.deepEqual(ids(merged.rows), [5, 4, 3, 2, 1]);
  assert.equal(merged.rows[3].status, 'Delivered');
  assert.equal(merged.cut, false);
});

test('a row that has not changed stays the same object', () => {
  const held = rows(3, 3);
  const merged = merge(list(held), [row(2, 'Delivered')]);
  assert.equal(merged.rows[0], held[0]);
  assert.notEqual(merged.rows[1], held[1]);
});

test('the list never holds more rows than the most, and then there are more', () => {
  const full = list(rows(MOST, MOST));
  const merged = merge(full, rows(MOST + 10, 10));
  assert.deepEqual(ids(merged.rows), down(MOST + 10, 11));
  assert.equal(merged.more, true);
  assert.equal(merge(list(rows(MOST - 10, MOST - 10)), rows(MOST, 10)).more, false);
});

test('after a flood the list begins anew, since others may lie between', () => {
  const merged = merge(list(rows(10, 10)), rows(1000, LIVE));
  assert.deepEqual(ids(merged.rows), down(1000, 1000 - LIVE + 1));
  assert.equal(merged.more, true);
  assert.equal(merged.cut, false);
});

test('a reader far down stays where they are', () => {
  const held = list(rows(10, 10), { paged: true });
  const merged = merge(held, rows(1000, LIVE));
  assert.deepEqual(ids(merged.rows), down(10, 1));
  assert.equal(merged.cut, true);
});

test('so does one who has opened a row', () => {
  const merged = merge(list(rows(10, 10)), rows(1000, LIVE), '4');
  assert.deepEqual(ids(merged.rows), down(10, 1));
  assert.equal(merged.cut, true);
  // What is cut off stays cut off, and what is held goes on changing.
  const later = merge(merged, [row(1001), row(4, 'Delivered')], '4');
  assert.deepEqual(ids(later.rows), down(10, 1));
  assert.equal(later.rows[6].status, 'Delivered');
  // A row that is open, but not in this list, keeps nothing.
  assert.equal(merge(list(rows(10, 10)), rows(1000, LIVE), '77').cut, false);
});

test('the open row is not pushed out at the end', () => {
  const full = list(rows(MOST, MOST));
  for (const [open, cut] of [['1', true], ['10', true], ['11', false], [String(MOST), false], ['', false]]) {
    const merged = merge(full, rows(MOST + 10, 10), open);
    assert.equal(merged.cut, cut, open);
    if (open) assert.ok(ids(merged.rows).includes(Number(open)));
    assert.ok(merged.rows.length <= MOST);
  }
});

test('older rows go below, and the newest give way', () => {
  const appended = append(list(rows(PAGE, PAGE)), rows(0, PAGE));
  assert.equal(appended.rows.length, 2 * PAGE);
  assert.deepEqual([appended.cut, appended.paged, appended.more], [false, true, true]);
  const full = append(list(rows(MOST, MOST)), rows(0, 7));
  assert.equal(full.rows.length, MOST);
  assert.deepEqual([full.cut, full.more, ids(full.rows)[0]], [true, false, MOST - 7]);
});

test('rows that have left a view are gone, as far as the view tells', () => {
  const held = rows(5, 5);
  assert.deepEqual([...gone(held, [row(5), row(3)], false)], ['4']);
  assert.deepEqual([...gone(held, [row(5), row(3)], true)], ['4', '2', '1']);
  assert.deepEqual([...gone(held, [], false)], []);
  assert.deepEqual(ids(without(held, new Set(['4', '1']))), [5, 3, 2]);
  assert.equal(without(held, new Set()), held);
});

test('an update adds nothing', () => {
  assert.deepEqual(ids(update(rows(3, 3), [row(9), row(2, 'Read')])), [3, 2, 1]);
});

test('calls are merged by their numbers', () => {
  const calls = (newest, count) => down(newest, newest - count + 1).map((number) => ({ number }));
  assert.deepEqual(mergeCalls(calls(3, 3), calls(5, 2)).map(({ number }) => number), [5, 4, 3, 2, 1]);
  assert.equal(mergeCalls(calls(3, 3), calls(1000, LIVE)).length, LIVE);
  assert.equal(mergeCalls(calls(MOST, MOST), calls(MOST + 5, 5)).length, MOST);
  assert.deepEqual(mergeCalls(calls(3, 3), calls(3, 1)), calls(3, 3));
});

test('what has not changed in a conversation stays the same object', () => {
  const held = { number: '1', items: [{ id: 'a', status: 'Sent' }, { id: 'b', status: 'Sent' }] };
  const merged = mergeItems(held, { number: '1', items: [{ id: 'a', status: 'Sent' }, { id: 'b', status: 'Read' }, { id: 'c' }] });
  assert.equal(merged.items[0], held.items[0]);
  assert.equal(merged.items[1].status, 'Read');
  assert.equal(merged.items.length, 3);
  const other = { number: '2', items: [{ id: 'a', status: 'Sent' }] };
  assert.equal(mergeItems(held, other), other);
  assert.equal(mergeItems(null, other), other);
});

test('senders to choose from stand there once', () => {
  assert.deepEqual(sendersOf(['S1', 'Shop'], rows(4, 4), 'Gone'), ['S1', 'Shop', 'S0', 'Gone']);
  assert.deepEqual(sendersOf([], [], ''), []);
});
