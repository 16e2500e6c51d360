// How what the server tells is merged into the list of messages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_COUNT, MAX_COUNT, PAGE_SIZE } from '../web/store/limits.js';
import {
  appendOlder,
  idsGone,
  mergeMessages,
  replaceChanged,
  without,
} from '../web/store/message_list.js';
import { down, idsOf, list, message, messages } from './samples.js';

test('new messages come first, and changed ones stay in their places', () => {
  const incoming = [message(5), message(4), message(2, 'Delivered')];
  const merged = mergeMessages(list(messages(3, 3)), incoming);
  assert.deepEqual(idsOf(merged.messages), [5, 4, 3, 2, 1]);
  assert.equal(merged.messages[3].status, 'Delivered');
  assert.equal(merged.cut, false);
});

test('a message that has not changed stays the same object', () => {
  const held = messages(3, 3);
  const merged = mergeMessages(list(held), [message(2, 'Delivered')]);
  assert.equal(merged.messages[0], held[0]);
  assert.notEqual(merged.messages[1], held[1]);
});

test('the list never holds more messages than the most, and then there are more', () => {
  const merged = mergeMessages(list(messages(MAX_COUNT, MAX_COUNT)), messages(MAX_COUNT + 10, 10));
  assert.deepEqual(idsOf(merged.messages), down(MAX_COUNT + 10, 11));
  assert.equal(merged.more, true);
  const room = list(messages(MAX_COUNT - 10, MAX_COUNT - 10));
  const full = mergeMessages(room, messages(MAX_COUNT, 10));
  assert.equal(full.more, false);
});

test('after a flood the list begins anew, since others may lie between', () => {
  const merged = mergeMessages(list(messages(10, 10)), messages(1000, LIVE_COUNT));
  assert.deepEqual(idsOf(merged.messages), down(1000, 1000 - LIVE_COUNT + 1));
  assert.equal(merged.more, true);
  assert.equal(merged.cut, false);
});

test('a reader far down stays where they are', () => {
  const held = list(messages(10, 10), { paged: true });
  const merged = mergeMessages(held, messages(1000, LIVE_COUNT));
  assert.deepEqual(idsOf(merged.messages), down(10, 1));
  assert.equal(merged.cut, true);
});

test('so does one who has opened a message', () => {
  const merged = mergeMessages(list(messages(10, 10)), messages(1000, LIVE_COUNT), '4');
  assert.deepEqual(idsOf(merged.messages), down(10, 1));
  assert.equal(merged.cut, true);
  // What is cut off stays cut off, and what is held goes on changing.
  const later = mergeMessages(merged, [message(1001), message(4, 'Delivered')], '4');
  assert.deepEqual(idsOf(later.messages), down(10, 1));
  assert.equal(later.messages[6].status, 'Delivered');
  // A message that is open, but not in this list, keeps nothing.
  assert.equal(mergeMessages(list(messages(10, 10)), messages(1000, LIVE_COUNT), '77').cut, false);
});

test('the open message is not pushed out at the end', () => {
  const full = list(messages(MAX_COUNT, MAX_COUNT));
  const cases = [['1', true], ['10', true], ['11', false], [String(MAX_COUNT), false], ['', false]];
  for (const [open, cut] of cases) {
    const merged = mergeMessages(full, messages(MAX_COUNT + 10, 10), open);
    assert.equal(merged.cut, cut, open);
    if (open) assert.ok(idsOf(merged.messages).includes(Number(open)));
    assert.ok(merged.messages.length <= MAX_COUNT);
  }
});

test('older messages go below, and the newest give way', () => {
  const appended = appendOlder(list(messages(PAGE_SIZE, PAGE_SIZE)), messages(0, PAGE_SIZE));
  assert.equal(appended.messages.length, 2 * PAGE_SIZE);
  assert.deepEqual([appended.cut, appended.paged, appended.more], [false, true, true]);
  const full = appendOlder(list(messages(MAX_COUNT, MAX_COUNT)), messages(0, 7));
  assert.equal(full.messages.length, MAX_COUNT);
  assert.deepEqual([full.cut, full.more, idsOf(full.messages)[0]], [true, false, MAX_COUNT - 7]);
});

test('messages that have left a view are gone, as far as the view tells', () => {
  const held = messages(5, 5);
  assert.deepEqual([...idsGone(held, [message(5), message(3)], false)], ['4']);
  assert.deepEqual([...idsGone(held, [message(5), message(3)], true)], ['4', '2', '1']);
  assert.deepEqual([...idsGone(held, [], false)], []);
  assert.deepEqual(idsOf(without(held, new Set(['4', '1']))), [5, 3, 2]);
  assert.equal(without(held, new Set()), held);
});

test('replacing adds nothing', () => {
  const replaced = replaceChanged(messages(3, 3), [message(9), message(2, 'Read')]);
  assert.deepEqual(idsOf(replaced), [3, 2, 1]);
});
