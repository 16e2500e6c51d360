// How values are written on the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytes,
  count,
  firstLine,
  isSameDay,
  plain,
  plural,
  shortTime,
} from '../web/shared/format.js';
import { EN } from '../web/texts/en.js';

const NOW = '2026-11-29 10:00:00';

test('amounts are written for people', () => {
  assert.equal(count(1234567), '1,234,567');
  assert.equal(plural(1, EN.counts.calls), '1 call');
  assert.equal(plural(1000, EN.counts.calls), '1,000 calls');
  assert.equal(bytes(1023), '1023 B');
  assert.equal(bytes(1536), '1.5 KB');
  assert.equal(bytes(3 * 1024 * 1024), '3.0 MB');
});

test('a time of another day says which', () => {
  assert.equal(shortTime('2026-11-29 09:00:01', NOW), '09:00:01');
  assert.equal(shortTime('2026-11-30 12:30:00', NOW), '30 Nov, 12:30');
  assert.equal(shortTime('2027-01-02 12:30:00', NOW), '2 Jan 2027, 12:30');
  assert.ok(isSameDay('2026-11-29 23:59:59', NOW));
  assert.ok(!isSameDay('2026-11-30 00:00:00', NOW));
});

test('texts are shortened, and rid of what is not seen', () => {
  assert.equal(firstLine('  one\ntwo'), 'one');
  assert.equal(firstLine('x'.repeat(300)).length, 241);
  assert.equal(plain('a\u202eb\u0000'), 'a b');
});
