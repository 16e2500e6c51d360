// The state of the page before anything has happened.
/** @import { FoundCalls, OpenedCall, OpenedMessage, State } from './state' */
import { NO_CALLS } from './call_list.js';
import { EMPTY_LIST } from './message_list.js';
import { START, UNFILTERED } from './route.js';

/** @type {OpenedMessage} */
export const NO_MESSAGE = {
  id: '',
  message: null,
  calls: [],
  callbacks: [],
  problem: '',
  isGone: false,
};
/** @type {OpenedCall} */
export const NO_CALL = { id: '', call: null, problem: '', isGone: false };
/** @type {FoundCalls} */
export const NO_SEARCH = { search: '', calls: null, problem: '' };

/** @type {State} */
export const INITIAL = {
  route: START,
  dialog: '',
  connection: {
    link: 'connecting',
    problem: '',
    subject: { ...UNFILTERED, phone: '' },
    toldSubject: null,
    life: '',
  },
  clock: { now: '', since: 0 },
  wallet: { balance: null, blocked: false },
  inbox: { isLoaded: false, total: 0, arrived: 0 },
  messageList: EMPTY_LIST,
  callList: NO_CALLS,
  conversation: null,
  faults: [],
  webhookCalls: 0,
  openedMessage: NO_MESSAGE,
  openedCall: NO_CALL,
  foundCalls: NO_SEARCH,
  account: null,
};
