// What is open, as the address says it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { haveSameFilters, href, isFiltered, parse, START } from '../web/store/route.js';

test('an address leads back to what it was made of', () => {
  const routes = [
    {},
    { phone: '380678998668' },
    { phone: '380678998668', id: 'a/b?c' },
    { view: 'calls' },
    { view: 'calls', id: '17' },
    { phone: '380678998668', search: 'знижка & more', status: 'Read', channel: 'sms', sender: 'S' },
  ];
  for (const route of routes) assert.deepEqual(parse(href(route)), { ...START, ...route });
});

test('what an address cannot mean is left out', () => {
  assert.deepEqual(parse(''), START);
  assert.deepEqual(parse('#/nobody/1?status=Lost&channel=pigeon'), START);
  assert.deepEqual(parse('#/calls/x'), { ...START, view: 'calls' });
  assert.deepEqual(parse('#/%E0%A4%A'), START);
  assert.equal(parse('#/+380678998668').phone, '380678998668');
});

test('changes go on top of what is open', () => {
  const route = parse('#/380678998668/1?search=sale');
  assert.equal(href(route, { id: '' }), '#/380678998668?search=sale');
  assert.equal(href(route, { phone: '' }), '#/?search=sale');
  assert.equal(href({ ...route, view: 'calls' }, { id: '' }), '#/calls?search=sale');
});

test('filters are compared without what is open', () => {
  const route = parse('#/380678998668?search=sale');
  assert.ok(isFiltered(route));
  assert.ok(!isFiltered(START));
  assert.ok(haveSameFilters(route, parse('#/calls?search=sale')));
  assert.ok(!haveSameFilters(route, START));
});
