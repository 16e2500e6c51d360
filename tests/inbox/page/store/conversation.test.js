// How a conversation takes the place of the one before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeConversation } from '../web/store/conversation.js';

test('what has not changed in a conversation stays the same object', () => {
  const held = { number: '1', items: [{ id: 'a', status: 'Sent' }, { id: 'b', status: 'Sent' }] };
  const items = [{ id: 'a', status: 'Sent' }, { id: 'b', status: 'Read' }, { id: 'c' }];
  const merged = mergeConversation(held, { number: '1', items });
  assert.equal(merged.items[0], held.items[0]);
  assert.equal(merged.items[1].status, 'Read');
  assert.equal(merged.items.length, 3);
  const other = { number: '2', items: [{ id: 'a', status: 'Sent' }] };
  assert.equal(mergeConversation(held, other), other);
  assert.equal(mergeConversation(null, other), other);
});
