// How what the server tells is merged into the list of calls.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeCalls } from '../web/store/call_list.js';
import { LIVE_COUNT, MAX_COUNT } from '../web/store/limits.js';
import { calls } from './samples.js';

test('calls are merged by their numbers', () => {
  const numbers = mergeCalls(calls(3, 3), calls(5, 2)).map(({ number }) => number);
  assert.deepEqual(numbers, [5, 4, 3, 2, 1]);
  assert.equal(mergeCalls(calls(3, 3), calls(1000, LIVE_COUNT)).length, LIVE_COUNT);
  assert.equal(mergeCalls(calls(MAX_COUNT, MAX_COUNT), calls(MAX_COUNT + 5, 5)).length, MAX_COUNT);
  assert.deepEqual(mergeCalls(calls(3, 3), calls(3, 1)), calls(3, 3));
});
