// The stream, with an EventSource that does what the test says.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openStream } from '../web/control/stream.js';
import { UNFILTERED } from '../web/store/route.js';
import { getState } from '../web/store/store.js';

const { fetch } = globalThis;
const PHONE = '380678998668';
const EVERYTHING = { ...UNFILTERED, phone: '' };
const BATCH = {
  reset: true,
  now: '2026-11-29 10:00:00',
  balance: 100,
  blocked: false,
  total: 0,
  fresh: 0,
  messages: [],
  calls: [],
};

let sources = [];

class FakeEventSource extends EventTarget {
  static CLOSED = 2;

  constructor(path) {
    super();
    this.path = path;
    this.readyState = 1;
    sources.push(this);
  }

  close() {
    this.readyState = FakeEventSource.CLOSED;
  }

  tell(batch, lastEventId) {
    this.dispatchEvent(new MessageEvent('batch', { data: JSON.stringify(batch), lastEventId }));
  }

  fail(readyState) {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

beforeEach(() => {
  sources = [];
  globalThis.EventSource = FakeEventSource;
  mock.timers.enable({ apis: ['setTimeout'] });
});

afterEach(() => {
  globalThis.fetch = fetch;
  mock.timers.reset();
});

const linkOf = () => getState().connection.link;

// An answer is there after some promises.
async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}

test('a stream is about what is searched for and about a phone', () => {
  const subject = { search: 'sale', status: 'Read', channel: '', sender: '', phone: PHONE };
  openStream(subject, { keepsList: true });
  assert.equal(sources[0].path, `/sandbox/events?search=sale&status=Read&number=${PHONE}&limit=50`);
});

test('what it tells gets into the state, with the life of the server', () => {
  openStream(EVERYTHING, { keepsList: true });
  sources[0].tell({ ...BATCH, total: 7 }, 'abc-7-0');
  assert.equal(getState().inbox.total, 7);
  assert.equal(getState().connection.life, 'abc');
  assert.equal(linkOf(), 'live');
});

test('another one takes its place, and its failures do not count any more', () => {
  openStream(EVERYTHING, { keepsList: true });
  openStream({ ...EVERYTHING, phone: PHONE }, { keepsList: true });
  const [first, second] = sources;
  assert.equal(first.readyState, FakeEventSource.CLOSED);
  second.tell(BATCH, 'abc-7-0');
  first.fail(FakeEventSource.CLOSED);
  assert.equal(linkOf(), 'live');
});

test('the browser connects again by itself while it has not given up', async () => {
  openStream(EVERYTHING, { keepsList: true });
  sources[0].fail(0);
  await settle();
  mock.timers.tick(10_000);
  assert.equal(linkOf(), 'reconnecting');
  assert.equal(sources.length, 1);
});

test('when it has given up, the page connects again after a while', async () => {
  globalThis.fetch = async () => new Response('{}');
  openStream(EVERYTHING, { keepsList: true });
  sources[0].fail(FakeEventSource.CLOSED);
  await settle();
  assert.equal(sources.length, 1);
  mock.timers.tick(10_000);
  assert.equal(sources.length, 2);
  sources[1].tell(BATCH, 'abc-7-0');
  assert.equal(linkOf(), 'live');
});

test('what the server refuses is told, and not asked for again', async () => {
  globalThis.fetch = async (path) =>
    path.startsWith('/sandbox/conversations/12')
      ? new Response('{"error":"no phone number"}', { status: 400 })
      : new Response('{}');
  openStream({ ...EVERYTHING, phone: '12' }, { keepsList: true });
  sources[0].fail(FakeEventSource.CLOSED);
  await settle();
  mock.timers.tick(10_000);
  assert.equal(linkOf(), 'refused');
  assert.equal(getState().connection.problem, 'no phone number');
  assert.equal(sources.length, 1);
});
