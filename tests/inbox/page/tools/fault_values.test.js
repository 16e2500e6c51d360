// Faults as the form has them and as people read them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METHOD_FAULTS, WEBHOOK_FAULTS } from '../web/service/tables.js';
import { EN } from '../web/texts/en.js';
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

test('each kind has the fields that the sandbox knows for it', () => {
  for (const [method, known] of [['user/ping', METHOD_FAULTS], ['webhook', WEBHOOK_FAULTS]]) {
    const offered = kindsFor(method).map(({ kind, fields }) =>
      [kind, fields.map(({ name }) => name)]);
    assert.deepEqual(Object.fromEntries(offered), known);
  }
});

test('each kind that the sandbox knows is described, and no other', () => {
  const known = [...Object.keys(METHOD_FAULTS), ...Object.keys(WEBHOOK_FAULTS)];
  assert.deepEqual(Object.keys(EN.faultKinds).sort(), known.sort());
});
