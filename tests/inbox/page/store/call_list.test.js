// How what the server tells is merged into the list of calls.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeCalls } from '../web/store/call_list.js';
import { LIVE, MOST } from '../web/store/message_list.js';
import { calls } from './samples.js';

test('calls are merged by their numbers', () => {
  const numbers = mergeCalls(calls(3, 3), calls(5, 2)).map(({ number }) => number);
  assert.deepEqual(numbers, [5, 4, 3, 2, 1]);
  assert.equal(mergeCalls(calls(3, 3), calls(1000, LIVE)).length, LIVE);
  assert.equal(mergeCalls(calls(MOST, MOST), calls(MOST + 5, 5)).length, MOST);
  assert.deepEqual(mergeCalls(calls(3, 3), calls(3, 1)), calls(3, 3));
});
