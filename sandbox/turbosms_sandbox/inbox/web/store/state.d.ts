// What the page holds, as `store.js` keeps it.
import type {
  Account,
  Call,
  Callback,
  CallSummary,
  Conversation,
  Fault,
  Message,
  Time,
} from '../service/types';

/** What messages are searched by. What is empty restricts nothing. */
export type Filters = { search: string; status: string; channel: string; sender: string };

/** What is open: a view, in it a phone, and the id of a message or the number of a call. */
export type Route = Filters & { view: 'messages' | 'calls'; phone: string; id: string };

/** What a stream tells about. */
export type StreamSubject = Filters & { phone: string };

export type Link = 'connecting' | 'live' | 'reconnecting' | 'refused' | 'paused';
export type DialogName = 'clock' | 'faults' | 'account' | 'keys' | 'reset' | 'delete';

export type Connection = {
  link: Link;
  /** Why the server refused the stream. */
  problem: string;
  subject: StreamSubject;
  /** The subject when the list of messages was told last. */
  toldSubject: StreamSubject | null;
  /** Names what the server remembers; a reset, a deletion and a restart begin another life. */
  life: string;
};

/** The newest messages that fit the filters. */
export type MessageList = {
  messages: Message[];
  /** Whether newer messages than the first one are left out. */
  cut: boolean;
  /** Whether older messages were asked for. */
  paged: boolean;
  /** Whether there are older messages than the last one. */
  more: boolean;
};

export type CallList = {
  calls: CallSummary[];
  /** The number of the oldest call that there is, as far as is known. */
  oldest: number;
};

export type OpenedMessage = {
  id: string;
  message: Message | null;
  /** The calls that were answered with it. */
  calls: Call[];
  /** What webhooks were told about it. */
  callbacks: Callback[];
  problem: string;
  /** Whether there is no such message (any more). */
  isGone: boolean;
};

export type OpenedCall = { id: string; call: Call | null; problem: string; isGone: boolean };

export type FoundCalls = { search: string; calls: CallSummary[] | null; problem: string };

export type State = {
  route: Route;
  dialog: DialogName | '';
  connection: Connection;
  /** The virtual time at a moment of the browser's clock, in ms. */
  clock: { now: Time; since: number };
  wallet: { balance: number | null; blocked: boolean };
  /** `arrived` counts the messages that came while the page was open. */
  inbox: { isLoaded: boolean; total: number; arrived: number };
  messageList: MessageList;
  callList: CallList;
  conversation: Conversation | null;
  faults: Fault[];
  /** How often webhooks were called. */
  webhookCalls: number;
  openedMessage: OpenedMessage;
  openedCall: OpenedCall;
  foundCalls: FoundCalls;
  account: Account | null;
};

/** How a batch came. */
export type Arrival = {
  life: string;
  /** Whether it is the first one of a stream. */
  isFirst: boolean;
  /** Whether the messages held may stay when they are still those of the subject. */
  keepsList: boolean;
  /** The browser's clock, in ms. */
  at: number;
};

/** What has happened: makes the state after it of the state before it. */
export type Action<Values extends unknown[]> = (before: State, ...values: Values) => State;
