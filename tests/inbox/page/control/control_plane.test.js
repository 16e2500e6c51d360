// Requests to the control plane, and what comes of them.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { queryOf, Refusal, refusalOf, request } from '../web/control/control_plane.js';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

const answerWith = (text, status = 200) => {
  const asked = [];
  globalThis.fetch = async (path, options) => {
    asked.push([path, options]);
    return new Response(text, { status });
  };
  return asked;
};

const failureOf = (promise) => promise.then(() => assert.fail('it went well'), (error) => error);

test('an answer is read, and a body is sent as JSON', async () => {
  const asked = answerWith('{"ok":true}');
  assert.deepEqual(await request('POST', '/sandbox/clock', { advance: 60 }), { ok: true });
  const [[path, { method, body, headers }]] = asked;
  assert.deepEqual([path, method, body], ['/sandbox/clock', 'POST', '{"advance":60}']);
  assert.equal(headers['Content-Type'], 'application/json');
});

test("a refusal is the server's sentence", async () => {
  answerWith('{"error":"no such message"}', 404);
  const error = await failureOf(request('GET', '/sandbox/messages/1'));
  assert.ok(error instanceof Refusal);
  assert.deepEqual(refusalOf(error), { problem: 'no such message', isGone: true });
  answerWith('{"error":"a number is needed"}', 400);
  const other = await failureOf(request('GET', '/sandbox/messages'));
  assert.deepEqual(refusalOf(other), { problem: 'a number is needed', isGone: false });
});

test('an answer that is no JSON, and none at all', async () => {
  answerWith('<html>', 502);
  const garbage = await failureOf(request('GET', '/sandbox/messages'));
  assert.match(garbage.message, /something else than JSON \(HTTP 502\)/);
  assert.ok(!(garbage instanceof Refusal));
  globalThis.fetch = async () => {
    throw new TypeError('network');
  };
  const silence = await failureOf(request('GET', '/sandbox/messages'));
  assert.match(silence.message, /does not answer/);
  assert.equal(refusalOf(silence).isGone, false);
});

test('a query has the values that are not empty', () => {
  const values = { search: 'a b', status: '', limit: 0, before: undefined };
  assert.equal(queryOf(values), '?search=a+b&limit=0');
  assert.equal(queryOf({ search: '' }), '');
});
