// The named actions: how the state changes when something has happened.
/** @import { Account, Batch, Call, Callback, CallSummary, Message } from '../service/types' */
/** @import { Action, Arrival, Connection, DialogName, Link } from './state' */
/** @import { Route, State, StreamSubject } from './state' */
import { mergeCalls, NO_CALLS } from './call_list.js';
import { mergeConversation } from './conversation.js';
import { NO_CALL, NO_MESSAGE, NO_SEARCH } from './initial.js';
import { LIVE_COUNT } from './limits.js';
import {
  appendOlder,
  EMPTY_LIST,
  idsGone,
  mergeMessages,
  replaceChanged,
  without,
} from './message_list.js';
import { haveSameFilters } from './route.js';

// What a person has open.

/** @type {Action<[Route]>} */
export const addressChanged = (state, route) => ({ ...state, route });

/** @type {Action<[DialogName]>} */
export const dialogOpened = (state, dialog) => ({ ...state, dialog });

/** @type {Action<[]>} */
export const dialogClosed = (state) => ({ ...state, dialog: '' });

// What the stream tells.

// The messages stay until the first batch is there.
/** @type {Action<[StreamSubject]>} */
export const subjectChanged = (state, subject) => {
  const isSamePhone = state.conversation?.number === subject.phone;
  return {
    ...state,
    connection: { ...state.connection, subject, problem: '' },
    conversation: isSamePhone ? state.conversation : null,
  };
};

/** @type {Action<[Link]>} */
export const linkChanged = (state, link) => ({
  ...state,
  connection: { ...state.connection, link },
});

/** @type {Action<[problem: string]>} */
export const streamRefused = (state, problem) => ({
  ...state,
  connection: { ...state.connection, link: 'refused', problem },
});

/** @type {Action<[Batch, Arrival]>} */
export const batchArrived = (state, batch, { life, isFirst, keepsList, at }) => {
  const { connection, inbox } = state;
  const keeps = isFirst && keepsList && isToldAlready(connection, life);
  const forgets = batch.reset && !keeps;
  const isNews = !(isFirst && batch.reset);
  const callList = forgets ? NO_CALLS : state.callList;
  return {
    ...state,
    connection: { ...connection, link: 'live', problem: '', toldSubject: connection.subject, life },
    clock: { now: batch.now, since: at },
    wallet: { balance: batch.balance, blocked: batch.blocked },
    inbox: {
      isLoaded: true,
      total: batch.total,
      arrived: isNews ? inbox.arrived + batch.fresh : inbox.arrived,
    },
    messageList: listAfter(state, batch, { keeps, forgets }),
    callList: { ...callList, calls: mergeCalls(callList.calls, batch.calls) },
    faults: batch.faults ?? state.faults,
    webhookCalls: batch.webhook_calls ?? state.webhookCalls,
    conversation: batch.conversation
      ? mergeConversation(state.conversation, batch.conversation)
      : state.conversation,
  };
};

// Whether the messages held are those of the subject.
/**
 * @param {Connection} connection
 * @param {string} life
 */
function isToldAlready({ subject, toldSubject, life: toldLife }, life) {
  return life === toldLife && toldSubject !== null && haveSameFilters(subject, toldSubject);
}

/**
 * @param {State} state
 * @param {Batch} batch
 * @param {{ keeps: boolean, forgets: boolean }} how
 */
function listAfter({ messageList, route }, { messages }, { keeps, forgets }) {
  const isWhole = messages.length < LIVE_COUNT;
  if (forgets) return { ...mergeMessages(EMPTY_LIST, messages, route.id), more: !isWhole };
  if (!keeps) return mergeMessages(messageList, messages, route.id);
  const gone = idsGone(messageList.messages, messages, isWhole);
  const left = { ...messageList, messages: without(messageList.messages, gone) };
  return mergeMessages(left, messages, route.id);
}

// What was asked for besides.

/** @type {Action<[older: Message[]]>} */
export const olderMessagesArrived = (state, older) => ({
  ...state,
  messageList: appendOlder(state.messageList, older),
});

// `incoming` is what the server has in the place of the messages `asked` about. A status that they
// are searched by may be theirs no longer.
/** @type {Action<[asked: Message[], incoming: Message[]]>} */
export const messagesRefreshed = (state, asked, incoming) => {
  const gone = idsGone(asked, incoming, incoming.length < asked.length);
  const refreshed = replaceChanged(state.messageList.messages, incoming);
  const messages = without(refreshed, gone);
  return { ...state, messageList: { ...state.messageList, messages } };
};

/** @type {Action<[older: CallSummary[]]>} */
export const olderCallsArrived = (state, older) => ({
  ...state,
  callList: {
    calls: mergeCalls(older, state.callList.calls),
    oldest: older.at(-1)?.number ?? 1,
  },
});

/** @typedef {{ message: Message, calls: Call[], callbacks: Callback[] }} DescribedMessage */
/** @type {Action<[id: string, described: DescribedMessage]>} */
export const messageDescribed = (state, id, { message, calls, callbacks }) => ({
  ...state,
  openedMessage: { id, message, calls, callbacks, problem: '', isGone: false },
});

// What is held of the same message stays.
/** @type {Action<[id: string, refusal: { problem: string, isGone: boolean }]>} */
export const messageRefused = (state, id, { problem, isGone }) => {
  const held = state.openedMessage.id === id ? state.openedMessage : NO_MESSAGE;
  return { ...state, openedMessage: { ...held, id, problem, isGone } };
};

/** @type {Action<[]>} */
export const messageClosed = (state) => ({ ...state, openedMessage: NO_MESSAGE });

/** @type {Action<[id: string, call: Call]>} */
export const callDescribed = (state, id, call) => ({
  ...state,
  openedCall: { id, call, problem: '', isGone: false },
});

// What is held of the same call stays.
/** @type {Action<[id: string, refusal: { problem: string, isGone: boolean }]>} */
export const callRefused = (state, id, { problem, isGone }) => {
  const held = state.openedCall.id === id ? state.openedCall : NO_CALL;
  return { ...state, openedCall: { ...held, id, problem, isGone } };
};

/** @type {Action<[]>} */
export const callClosed = (state) => ({ ...state, openedCall: NO_CALL });

/** @type {Action<[search: string, calls: CallSummary[]]>} */
export const callsFound = (state, search, calls) => ({
  ...state,
  foundCalls: { search, calls, problem: '' },
});

/** @type {Action<[search: string, problem: string]>} */
export const callSearchRefused = (state, search, problem) => ({
  ...state,
  foundCalls: { search, calls: null, problem },
});

/** @type {Action<[]>} */
export const callSearchClosed = (state) => ({ ...state, foundCalls: NO_SEARCH });

/** @type {Action<[Account]>} */
export const accountDescribed = (state, account) => ({ ...state, account });
