// Faults as the form has them and as people read them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callsLeft, describeFault, faultOf, kindsFor } from '../web/tools/fault_values.js';

test('faults count the calls that they are left for', () => {
  assert.equal(callsLeft([]), 0);
  assert.equal(callsLeft([{ times: 3 }, { times: 1 }]), 4);
});

test('what is left empty in the form is left out', () => {
  const form = new Map([['kind', 'http'], ['method', '*'], ['times', '2'], ['status', '503']]);
  const fault = { kind: 'http', method: '*', times: 2, status: 503 };
  assert.deepEqual(faultOf(form), fault);
  form.set('headers', 'Retry-After: 5\n\n Location : http://a:1/ \n');
  const headers = { 'Retry-After': '5', Location: 'http://a:1/' };
  assert.deepEqual(faultOf(form), { ...fault, headers });
  form.set('status', '');
  assert.equal('status' in faultOf(form), false);
});

test('a fault is described in one line', () => {
  const fault = { method: '*', kind: 'http', status: 503, headers: { A: 'b' }, times: 1000 };
  const described = 'any method · http · status 503 · headers {"A":"b"} · 1,000 left';
  assert.equal(describeFault(fault), described);
  const drop = { method: 'user/ping', kind: 'drop_after', times: 1 };
  assert.equal(describeFault(drop), 'user/ping · drop_after · 1 left');
});

test('each kind has the fields that it needs', () => {
  const names = kindsFor('user/ping').map(({ kind, fields }) =>
    [kind, fields.map(({ name }) => name)]);
  const fields = Object.fromEntries(names);
  assert.deepEqual(fields.delay, ['seconds']);
  assert.deepEqual(fields.garbage, []);
});

test('webhooks have kinds of their own', () => {
  const ofMethods = kindsFor('*').map(({ kind }) => kind);
  const ofWebhooks = kindsFor('webhook').map(({ kind }) => kind);
  assert.equal(ofWebhooks.length, 5);
  assert.deepEqual(ofWebhooks.filter((kind) => ofMethods.includes(kind)), []);
});
