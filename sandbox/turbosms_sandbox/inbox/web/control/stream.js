// The stream, by which the server tells live what happens. The browser's EventSource reconnects by
// itself in most cases; in the others we do.
/** @import { StreamSubject } from '../store/state' */
import { batchArrived, linkChanged, streamRefused, subjectChanged } from '../store/actions.js';
import { LIVE_COUNT } from '../store/limits.js';
import { filtersOf } from '../store/route.js';
import { dispatch, getState } from '../store/store.js';
import { queryOf, Refusal, request } from './control_plane.js';
import { shareStreams } from './tabs.js';

const RETRY_MS = 1500; // where the browser has given up

/** @type {EventSource | null} */
let source = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retryTimer;
let isFirstBatch = false;
let keepsList = false;

// Of the tabs of one browser, only some have a stream.
export function startStreams() {
  const resume = () => {
    if (getState().connection.link === 'paused') reopen();
  };
  shareStreams(pause, resume);
}

// `keepsList`: the messages may stay if the filters are the same, as when only another phone is
// opened.
/**
 * @param {StreamSubject} subject
 * @param {{ keepsList: boolean }} how
 */
export function openStream(subject, how) {
  keepsList = how.keepsList;
  dispatch(subjectChanged, subject);
  connect();
}

function connect() {
  disconnect();
  isFirstBatch = true;
  const { subject } = getState().connection;
  const query = queryOf({ ...filtersOf(subject), number: subject.phone, limit: LIVE_COUNT });
  const opened = new EventSource(`/sandbox/events${query}`);
  source = opened;
  opened.addEventListener('batch', receive);
  opened.addEventListener('error', () => lose(opened));
}

function disconnect() {
  clearTimeout(retryTimer);
  source?.close();
  source = null;
}

function pause() {
  disconnect();
  dispatch(linkChanged, 'paused');
}

function reopen() {
  keepsList = true;
  dispatch(linkChanged, 'connecting');
  connect();
}

/** @param {MessageEvent<string>} event */
function receive({ data, lastEventId }) {
  const [life] = lastEventId.split('-');
  const arrival = { life, isFirst: isFirstBatch, keepsList, at: Date.now() };
  isFirstBatch = false;
  keepsList = false;
  dispatch(batchArrived, JSON.parse(data), arrival);
}

/** @param {EventSource} lost */
async function lose(lost) {
  if (lost !== source) return;
  keepsList = false;
  dispatch(linkChanged, 'reconnecting');
  if (lost.readyState !== EventSource.CLOSED) return;
  const problem = await problemOf(getState().connection.subject);
  if (lost !== source) return;
  if (problem) dispatch(streamRefused, problem);
  else retryTimer = setTimeout(connect, RETRY_MS);
}

// An EventSource does not tell what the server answered; the same asked as requests does. Empty if
// nothing was refused.
/** @param {StreamSubject} subject */
async function problemOf(subject) {
  const messages = `/sandbox/messages${queryOf({ ...filtersOf(subject), limit: 0 })}`;
  const paths = subject.phone ? [messages, `/sandbox/conversations/${subject.phone}`] : [messages];
  try {
    for (const path of paths) await request('GET', path);
  } catch (error) {
    const isRefused = error instanceof Refusal && error.httpStatus < 500;
    return isRefused ? error.message : '';
  }
  return '';
}
