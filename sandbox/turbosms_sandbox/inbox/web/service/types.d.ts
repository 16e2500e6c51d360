// What the server tells, and what the page makes of it.

export type Filters = { search: string; status: string; channel: string; sender: string };
export type Route = Filters & { view: string; number: string; id: string };
/** What a stream is about. */
export type Params = Filters & { number: string };

export type Step = { status: string; at: string };
export type Fallback = { at: string; reason: string };

export type Channel = {
  type: 'viber' | 'sms'; sender: string; text: string; added: string; price: number; start: string | null; statuses: Step[];
  caption?: string; action?: string; image_url?: string; kind?: string; rate?: string; ttl?: number; file_id?: number;
  rejected_status?: string; segments?: number; count_clicks?: 0 | 1; click_time?: string; is_flash?: 0 | 1;
};

export type Message = {
  message_id: string; recipient: string; created: string; type: string; status: string; hybrid: boolean; channels: Channel[];
  fallback: Fallback | null;
};

export type CallRow = {
  number: number; at: string; verb: string; operation: string; code: number | null; name: string | null; meaning: string | null;
  fault: string | null; request_bytes: number; answer_bytes: number; numbers: string[]; number_count: number; text: string;
};

export type Call = CallRow & {
  path: string; query: string; headers: [string, string][]; request: string; request_cut: boolean; answer: string; answer_cut: boolean;
};

export type Item = {
  id: string; message_id: string | null; channel: string; direction: string; at: string; sender: string; status: string;
  text: string; kind: string; start: string | null; read: string | null; clicked: string | null; [more: string]: any;
};

export type Conversation = { number: string; senders: string[]; items: Item[]; more: number; viber: string; sms: string };

export type Fault = { method: string; kind: string; times: number; [more: string]: unknown };

export type Account = {
  balance: number; blocked: boolean; countries: string[]; senders: any[]; [list: string]: any;
};

/** The list of messages. `cut`: newer ones than the first are left out. `paged`: older ones were asked for. */
export type List = { rows: Message[]; cut: boolean; paged: boolean; more: boolean };

export type State = List & {
  calls: CallRow[]; firstCall: number; link: string; loaded: boolean; problem: string; arrived: number; now: string; since: number;
  balance: number | null; blocked: boolean; total: number; faults: Fault[]; conversation: Conversation | null; life: string;
};

/** An error of the control plane: whether it refused, and whether what was asked for is not (or no longer) there. */
export type Refusal = Error & { refused?: boolean; isGone?: boolean };
