// How many messages nobody has seen yet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titleOf, unseenOf } from '../web/page/unseen.js';

test('what is new is never less than nothing', () => {
  assert.equal(unseenOf(7, 3), 4);
  assert.equal(unseenOf(0, 3), 0);
});

test('the title counts it', () => {
  assert.equal(titleOf('Inbox', 4), '(4) Inbox');
  assert.equal(titleOf('Inbox', 0), 'Inbox');
});
