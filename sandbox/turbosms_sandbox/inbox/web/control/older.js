// What lies below the newest messages and calls, which the stream does not tell about.
/** @import { CallSummary, Message } from '../service/types' */
import { FAILED } from '../service/statuses.js';
import { messagesRefreshed, olderCallsArrived, olderMessagesArrived } from '../store/actions.js';
import { LIVE_COUNT, MAX_COUNT, PAGE_SIZE } from '../store/limits.js';
import { filtersOf } from '../store/route.js';
import { dispatch, getState } from '../store/store.js';
import { queryOf, request } from './control_plane.js';

const REFRESH_MS = 10_000; // between looks at messages that may still change

const lastId = () => getState().messageList.messages.at(-1)?.message_id;

// A page of messages below the last one.
export async function loadOlderMessages() {
  const { subject } = getState().connection;
  const before = lastId();
  const query = queryOf({ ...filtersOf(subject), before, limit: PAGE_SIZE });
  /** @type {{ messages: Message[] }} */
  const { messages } = await request('GET', `/sandbox/messages${query}`);
  const isStillLast = subject === getState().connection.subject && before === lastId();
  if (isStillLast) dispatch(olderMessagesArrived, messages);
}

// As many calls as are shown at most.
export async function loadOlderCalls() {
  const { life } = getState().connection;
  /** @type {{ calls: CallSummary[] }} */
  const { calls } = await request('GET', `/sandbox/calls${queryOf({ limit: MAX_COUNT })}`);
  if (life === getState().connection.life) dispatch(olderCallsArrived, calls);
}

export function keepOlderMessagesFresh() {
  setInterval(refreshOlderMessages, REFRESH_MS);
}

async function refreshOlderMessages() {
  const { connection, messageList } = getState();
  const { messages, cut } = messageList;
  const firstNotLive = cut ? 1 : LIVE_COUNT;
  const first = messages.findIndex((message, index) => index >= firstNotLive && mayChange(message));
  if (first < 0 || document.hidden || connection.link !== 'live') return;
  const asked = messages.slice(first);
  const before = messages[first - 1].message_id;
  const query = queryOf({ ...filtersOf(connection.subject), before, limit: asked.length });
  /** @type {{ messages?: Message[] }} */
  const answer = await request('GET', `/sandbox/messages${query}`).catch(() => ({}));
  const isSameSubject = connection.subject === getState().connection.subject;
  if (answer.messages && isSameSubject) dispatch(messagesRefreshed, asked, answer.messages);
}

// An SMS is done once it is there; a Viber message may still be read.
/** @param {Message} message */
function mayChange({ type, status }) {
  const lastStatus = type === 'sms' ? 'Delivered' : 'Read';
  return !FAILED.has(status) && status !== lastStatus;
}
