// How the state changes when something has happened.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as actions from '../web/store/actions.js';
import { INITIAL } from '../web/store/initial.js';
import { LIVE_COUNT } from '../web/store/limits.js';
import { UNFILTERED } from '../web/store/route.js';
import { calls, idsOf, list, message, messages } from './samples.js';

const EVERYTHING = { ...UNFILTERED, phone: '' };
const PHONE = { ...UNFILTERED, phone: '380678998668' };
const SEARCH = { ...EVERYTHING, search: 'sale' };

const batch = (more = {}) => ({
  reset: false,
  now: '2026-11-29 10:00:00',
  balance: 100,
  blocked: false,
  total: 3,
  fresh: 0,
  messages: [],
  calls: [],
  ...more,
});
const later = { life: 'one', isFirst: false, keepsList: false, at: 1000 };
const first = { ...later, isFirst: true };

// The state after the first batch of a stream about the subject.
function told(subject, more = {}) {
  const asked = actions.subjectChanged(INITIAL, subject);
  const whole = batch({ reset: true, messages: messages(3, 3), ...more });
  return actions.batchArrived(asked, whole, first);
}

test('the first batch fills the page, and nothing in it is news', () => {
  const state = told(EVERYTHING, { fresh: 3, calls: calls(2, 2), faults: [{ times: 1 }] });
  assert.deepEqual(idsOf(state.messageList.messages), [3, 2, 1]);
  assert.deepEqual(state.inbox, { isLoaded: true, total: 3, arrived: 0 });
  assert.deepEqual(state.clock, { now: '2026-11-29 10:00:00', since: 1000 });
  assert.deepEqual(state.wallet, { balance: 100, blocked: false });
  assert.equal(state.connection.link, 'live');
  assert.equal(state.callList.calls.length, 2);
  assert.equal(state.faults.length, 1);
  assert.equal(state.messageList.more, false);
});

test('a first batch as long as a stream tells has more behind it', () => {
  const state = told(EVERYTHING, { messages: messages(LIVE_COUNT, LIVE_COUNT) });
  assert.equal(state.messageList.more, true);
});

test('later batches add, and what they leave out stays', () => {
  const before = told(EVERYTHING, { faults: [{ times: 1 }], calls: calls(2, 2) });
  const news = batch({ messages: [message(4)], fresh: 1, calls: calls(3, 1) });
  const after = actions.batchArrived(before, news, later);
  assert.deepEqual(idsOf(after.messageList.messages), [4, 3, 2, 1]);
  assert.equal(after.inbox.arrived, 1);
  assert.equal(after.faults, before.faults);
  assert.equal(after.callList.calls.length, 3);
});

test('a reset forgets messages and calls', () => {
  const before = told(EVERYTHING, { calls: calls(2, 2) });
  const anew = batch({ reset: true, messages: [message(1)], fresh: 1 });
  const after = actions.batchArrived(before, anew, { ...later, life: 'two' });
  assert.deepEqual(idsOf(after.messageList.messages), [1]);
  assert.deepEqual(after.callList, { calls: [], oldest: 1 });
  assert.equal(after.inbox.arrived, 1);
  assert.equal(after.connection.life, 'two');
});

test('the messages stay when only another phone is opened', () => {
  const asked = actions.subjectChanged(told(EVERYTHING), PHONE);
  assert.deepEqual(idsOf(asked.messageList.messages), [3, 2, 1]);
  const fewer = batch({ reset: true, messages: [message(3), message(1)] });
  const opened = actions.batchArrived(asked, fewer, { ...first, keepsList: true });
  assert.deepEqual(idsOf(opened.messageList.messages), [3, 1]); // 2 has gone meanwhile
  assert.equal(opened.messageList.messages[0], fewer.messages[0]);
});

test('they do not stay in another life, for another search, or if they are asked for anew', () => {
  const only = batch({ reset: true, messages: [message(9)] });
  const arrivals = [
    [PHONE, { ...first, keepsList: true, life: 'two' }],
    [SEARCH, { ...first, keepsList: true }],
    [PHONE, first],
  ];
  for (const [subject, arrival] of arrivals) {
    const asked = actions.subjectChanged(told(EVERYTHING), subject);
    const { messageList } = actions.batchArrived(asked, only, arrival);
    assert.deepEqual(idsOf(messageList.messages), [9]);
  }
});

test('the conversation of another phone goes at once', () => {
  const conversation = { number: PHONE.phone, items: [] };
  const state = { ...INITIAL, conversation };
  assert.equal(actions.subjectChanged(state, PHONE).conversation, conversation);
  assert.equal(actions.subjectChanged(state, EVERYTHING).conversation, null);
});

test('a refusal is told until something else is asked for', () => {
  const refused = actions.streamRefused(INITIAL, 'no such number');
  const { link, problem } = refused.connection;
  assert.deepEqual([link, problem], ['refused', 'no such number']);
  assert.equal(actions.subjectChanged(refused, PHONE).connection.problem, '');
});

test('refreshing replaces, and drops what is not found any more', () => {
  const held = messages(5, 5);
  const state = { ...INITIAL, messageList: list(held) };
  const incoming = [message(3, 'Read'), message(1)];
  const refreshed = actions.messagesRefreshed(state, held.slice(2), incoming);
  assert.deepEqual(idsOf(refreshed.messageList.messages), [5, 4, 3, 1]);
  assert.equal(refreshed.messageList.messages[2].status, 'Read');
});

test('the oldest call is known once all were asked for', () => {
  const state = { ...INITIAL, callList: { calls: calls(60, 50), oldest: 1 } };
  const after = actions.olderCallsArrived(state, calls(59, 55));
  assert.equal(after.callList.calls.length, 56);
  assert.equal(after.callList.oldest, 5);
});

test('a refusal leaves what is shown of the same message, and nothing of another', () => {
  const described = { message: message(1), calls: [], callbacks: [] };
  const shown = actions.messageDescribed(INITIAL, '1', described);
  const gone = { problem: 'no message', isGone: true };
  const same = actions.messageRefused(shown, '1', gone).openedMessage;
  assert.deepEqual(same, { id: '1', ...described, ...gone });
  const other = actions.messageRefused(shown, '2', gone).openedMessage;
  assert.deepEqual(other, { id: '2', message: null, calls: [], callbacks: [], ...gone });
  assert.equal(actions.messageClosed(shown).openedMessage.message, null);
});

test('so it is with calls', () => {
  const shown = actions.callDescribed(INITIAL, '7', { number: 7 });
  const gone = { problem: 'not kept', isGone: true };
  assert.deepEqual(actions.callRefused(shown, '7', gone).openedCall.call, { number: 7 });
  assert.equal(actions.callRefused(shown, '8', gone).openedCall.call, null);
  assert.equal(actions.callClosed(shown).openedCall.call, null);
});

// The values with which each action can be called.
const VALUES = {
  addressChanged: [{ ...UNFILTERED, view: 'calls', phone: '', id: '' }],
  dialogOpened: ['clock'],
  dialogClosed: [],
  subjectChanged: [PHONE],
  linkChanged: ['paused'],
  streamRefused: ['no such number'],
  batchArrived: [batch({ messages: messages(3, 3) }), later],
  olderMessagesArrived: [messages(3, 3)],
  messagesRefreshed: [messages(3, 3), messages(3, 2)],
  olderCallsArrived: [calls(3, 3)],
  messageDescribed: ['1', { message: message(1), calls: [], callbacks: [] }],
  messageRefused: ['1', { problem: 'no message', isGone: true }],
  messageClosed: [],
  callDescribed: ['7', { number: 7 }],
  callRefused: ['7', { problem: 'not kept', isGone: true }],
  callClosed: [],
  callsFound: ['sale', calls(3, 3)],
  callSearchRefused: ['sale', 'too long'],
  callSearchClosed: [],
  accountDescribed: [{ balance: 7 }],
};

// Types do not tell of a slice that there is none of.
test('every action leaves the state its slices, and the slices their values', () => {
  assert.deepEqual(new Set(Object.keys(VALUES)), new Set(Object.keys(actions)));
  const namesOf = (value) => Object.keys(value ?? {}).sort();
  const fixed = namesOf(INITIAL).filter((slice) => namesOf(INITIAL[slice]).length);
  for (const [name, values] of Object.entries(VALUES)) {
    const state = actions[name](INITIAL, ...values);
    assert.deepEqual(namesOf(state), namesOf(INITIAL), name);
    for (const slice of fixed) {
      assert.deepEqual(namesOf(state[slice]), namesOf(INITIAL[slice]), `${name}: ${slice}`);
    }
  }
});

test('no action changes the state before it', () => {
  const frozen = deepFrozen(told(EVERYTHING, { calls: calls(2, 2), faults: [{ times: 1 }] }));
  const news = batch({ messages: [message(4), message(2, 'Read')], calls: calls(3, 1) });
  actions.batchArrived(frozen, news, later);
  actions.subjectChanged(frozen, PHONE);
  actions.olderMessagesArrived(frozen, messages(0, 2));
  actions.olderCallsArrived(frozen, calls(1, 1));
  actions.messagesRefreshed(frozen, messages(2, 2), [message(1)]);
});

function deepFrozen(value) {
  if (value !== null && typeof value === 'object') {
    Object.values(value).forEach(deepFrozen);
    Object.freeze(value);
  }
  return value;
}

test('how often webhooks were called stays until it is told anew', () => {
  const before = told(EVERYTHING, { webhook_calls: 2 });
  assert.equal(before.webhookCalls, 2);
  assert.equal(actions.batchArrived(before, batch(), later).webhookCalls, 2);
  const after = actions.batchArrived(before, batch({ webhook_calls: 3 }), later);
  assert.equal(after.webhookCalls, 3);
});
