// The virtual time between batches.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { later } from '../web/store/virtual_time.js';

test('it goes on over the ends of days and years', () => {
  assert.equal(later('2026-11-29 09:00:00', 0), '2026-11-29 09:00:00');
  assert.equal(later('2026-11-29 09:59:59', 2), '2026-11-29 10:00:01');
  assert.equal(later('2026-12-31 23:59:59', 1), '2027-01-01 00:00:00');
});
