// How calls end, in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adviceOn, outcomeOf, wentWell } from '../web/service/results.js';
import { FAILED, STATUS_NAMES } from '../web/service/statuses.js';

test('a call goes well if its code says so', () => {
  assert.ok(wentWell({ code: 801 }));
  assert.ok(!wentWell({ code: 103 }));
  assert.equal(outcomeOf({ code: null }), 'lost');
  assert.equal(outcomeOf({ code: 98765 }), 'unknown');
});

test('advice has the meaning of the code and what to do', () => {
  const advice = adviceOn({ code: 106, meaning: 'The `account` is blocked.' });
  assert.equal(advice, 'The account is blocked. Unblock it under Account.');
  assert.equal(adviceOn({ code: null, meaning: null }), '');
});

test('an end without delivery is a failure, unless nobody knows', () => {
  assert.ok(FAILED.has('Rejected'));
  for (const status of ['Unknown', 'Delivered', 'Sent']) {
    assert.ok(STATUS_NAMES.includes(status));
    assert.ok(!FAILED.has(status));
  }
});
