// When a message that waits will go out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOf } from '../web/list/schedule.js';

const message = (...starts) => ({ channels: starts.map((start) => ({ start })) });
const NOW = '2026-11-29 10:00:00';

test('a message that waits says when it goes', () => {
  assert.equal(startOf(message('2026-11-29 12:30:00'), NOW), '12:30:00');
  assert.equal(startOf(message('2026-11-30 12:30:00'), NOW), '30 Nov, 12:30');
  assert.equal(startOf(message('2026-11-30 12:30:00', '2026-11-29 12:30:00'), NOW), '12:30:00');
});

test('others say nothing', () => {
  assert.equal(startOf(message(null, '2026-11-29 09:59:59'), NOW), '');
  assert.equal(startOf(message(), NOW), '');
});
