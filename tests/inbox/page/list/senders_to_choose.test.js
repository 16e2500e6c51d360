// The senders by which messages can be filtered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendersToChoose } from '../web/list/senders_to_choose.js';

test('each sender stands there once', () => {
  const messages = ['S0', 'S1', 'S0'].map((sender) => ({ channels: [{ sender }] }));
  assert.deepEqual(sendersToChoose(['S1', 'Shop'], messages, 'Gone'), ['S1', 'Shop', 'S0', 'Gone']);
  assert.deepEqual(sendersToChoose([], [], ''), []);
});
