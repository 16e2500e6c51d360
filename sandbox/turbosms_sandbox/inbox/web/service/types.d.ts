// What the stream and the control plane send. `/sandbox/openapi.json` describes the same.

/** Wall time of Kyiv, as "2026-02-25 08:13:20". */
export type Time = string;
export type ChannelName = 'viber' | 'sms';
/** A boolean of the service. */
export type Flag = 0 | 1;

export type StatusChange = { status: string; at: Time };

/** When and why a hybrid message went over to SMS. */
export type Fallback = { at: Time; reason: string };

/** A message on one of its channels. */
export type Channel = {
  type: ChannelName;
  sender: string;
  text: string;
  added: Time;
  start: Time | null;
  sent: Time | null;
  updated: Time;
  recipient: string;
  status: string;
  price: number;
  ttl: number;
  statuses: StatusChange[];
  // Viber alone has these.
  kind?: string;
  rate?: string;
  caption?: string;
  action?: string;
  image_url?: string;
  file_id?: number;
  rejected_status?: string;
  count_clicks?: Flag;
  click_time?: Time | null;
  is_transactional?: Flag;
  // SMS alone has these.
  segments?: number;
  is_flash?: Flag;
};

export type Message = {
  message_id: string;
  recipient: string;
  created: Time;
  /** The channel that counts. */
  type: ChannelName;
  status: string;
  hybrid: boolean;
  channels: Channel[];
  fallback: Fallback | null;
};

/** A call of a method of the service, as a list shows it. */
export type CallSummary = {
  number: number;
  at: Time;
  verb: string;
  operation: string;
  code: number | null;
  name: string | null;
  meaning: string | null;
  fault: string | null;
  request_bytes: number;
  answer_bytes: number;
  numbers: string[];
  number_count: number;
  text: string;
};

export type Call = CallSummary & {
  path: string;
  query: string;
  headers: [name: string, value: string][];
  request: string;
  request_cut: boolean;
  answer: string;
  answer_cut: boolean;
};

export type SharedFile = { name: string; path: string; size: number; kind: string };

/** Something on a phone. What does not apply is empty, 0 or null. */
export type ConversationItem = {
  id: string;
  message_id: string | null;
  channel: ChannelName;
  /** `in`: the recipient gets it; `out`: the recipient wrote it. */
  direction: 'in' | 'out';
  sender: string;
  at: Time;
  text: string;
  kind: string;
  caption: string;
  action: string;
  image: string;
  image_url: string;
  file: SharedFile | null;
  status: string;
  rejected_status: string;
  statuses: StatusChange[];
  start: Time | null;
  read: Time | null;
  clicked: Time | null;
  can_read: boolean;
  can_click: boolean;
  price: number;
  segments: number | null;
  is_flash: Flag;
  rate: string;
  fallback: Fallback | null;
};

/** What becomes of messages to a recipient. */
export type Fate = { viber: string; sms: string };
/** A fate that a tester decides; `null` gives a number its own back. */
export type FateDecision = { viber?: string | null; sms?: string | null };

export type Conversation = Fate & {
  number: string;
  senders: string[];
  /** How many older items are left out. */
  more: number;
  items: ConversationItem[];
};

export type Fault = {
  method: string;
  kind: string;
  times: number;
  code?: number;
  name?: string;
  seconds?: number;
  status?: number;
  headers?: Record<string, string>;
};

/** An attempt to tell a webhook about an event. */
export type WebhookCall = {
  id: string;
  url: string;
  type: string;
  /** What it is about: messages, or an entry of a chat. */
  message_ids: string[];
  /** An array if the webhook was set with `array`. */
  data: EventData | EventData[];
  try: number;
  date: Time;
  /** The HTTP status of the answer; `failure` says why there was none. */
  status: number | null;
  failure: string | null;
  fault: string | null;
  next_attempt: Time | null;
};

/** What an event is about; each type of event has some of these. */
export type EventData = {
  message_id?: string | number;
  status?: string;
  dlr_date?: Time;
  click_time?: Time;
  id?: number;
  chat_id?: number;
  added?: Time;
  message?: string;
  file_id?: number;
  file_url?: string;
  file_name?: string;
  session_id?: number;
};

/** What one webhook is told about an event. */
export type Callback = {
  id: string;
  url: string;
  type: string;
  /** An array if the webhook was set with `array`. */
  data: EventData | EventData[];
  attempts: WebhookCall[];
  next_attempt: Time | null;
};

export type Sender = {
  name: string;
  status: 'OK' | 'frozen';
  channels: ChannelName[];
  '2way': boolean;
  shared: boolean;
  traffic_types: string[];
  test_number: string | null;
  test_limit: number | null;
  reserve: number;
  balance: number;
  start_date: string | null;
  paid_date: string | null;
};

export type Account = {
  balance: number;
  blocked: boolean;
  any_sender: boolean;
  countries: string[];
  senders: Sender[];
  stop_list: string[];
  ignore_list: string[];
  templates: string[];
  forbidden_fragments: string[];
  quirks: string[];
};

/** What the stream tells. What has not changed since the last batch is left out. */
export type Batch = {
  /** Whether everything that was told before is to be forgotten. */
  reset: boolean;
  now: Time;
  balance: number;
  blocked: boolean;
  total: number;
  /** How many messages were sent since the last batch, whatever is searched for. */
  fresh: number;
  messages: Message[];
  calls: CallSummary[];
  faults?: Fault[];
  /** How often webhooks were called, once there are any. */
  webhook_calls?: number;
  conversation?: Conversation;
};
