// What the page counts, and how it writes times, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, count, firstLine, plain, plural, shortTime } from './web/shared/format.js';
import { startOf } from './web/list/schedule.js';
import { faultsLeft, titleOf, unseenOf } from './web/page/unseen.js';

const message = (...starts) => ({ channels: starts.map((start) => ({ start })) });
const NOW = '2026-11-29 10:00:00';

test('faults count the calls that they are left for', () => {
  assert.equal(faultsLeft([]), 0);
  assert.equal(faultsLeft([{ times: 3 }, { times: 1 }]), 4);
});

test('what is new is never less than nothing', () => {
  assert.equal(unseenOf(7, 3), 4);
  assert.equal(unseenOf(0, 3), 0);
  assert.equal(titleOf('Inbox', 4), '(4) Inbox');
  assert.equal(titleOf('Inbox', 0), 'Inbox');
});

test('a message that waits says when it goes', () => {
  assert.equal(startOf(message('2026-11-29 12:30:00'), NOW), '12:30:00');
  assert.equal(startOf(message('2026-11-30 12:30:00'), NOW), '30 Nov, 12:30');
  assert.equal(startOf(message('2027-01-02 12:30:00'), NOW), '2 Jan 2027, 12:30');
  assert.equal(startOf(message('2026-11-30 12:30:00', '2026-11-29 12:30:00'), NOW), '12:30:00');
  assert.equal(startOf(message(null, '2026-11-29 09:59:59'), NOW), '');
  assert.equal(startOf(message(), NOW), '');
});

test('values are written for people', () => {
  assert.equal(count(1234567), '1,234,567');
  assert.equal(plural(1, 'call'), '1 call');
  assert.equal(plural(1000, 'call'), '1,000 calls');
  assert.equal(bytes(1023), '1023 B');
  assert.equal(bytes(1536), '1.5 KB');
  assert.equal(shortTime('2026-11-29 09:00:01', NOW), '09:00:01');
  assert.equal(firstLine('  one\ntwo'), 'one');
  assert.equal(firstLine('x'.repeat(300)).length, 241);
  assert.equal(plain('a\u202eb\u0000'), 'a b');
});
