// The service's names in plain words, and the numbers with a fate of their own.

const REASONS = {
  SRVC_NOT_VIBER_USER: 'not a Viber user',
  SRVC_USER_BLOCKED: 'has blocked the sender',
  SRVC_NO_SUITABLE_DEVICE: 'no suitable device',
  Expired: 'phone was off until the ttl ended',
};
export const reason = (name) => REASONS[name] ?? name;

export const FAILED = new Set(['Expired', 'Undelivered', 'Rejected', 'Failed', 'Cancelled']);
export const PENDING = new Set(['Queued', 'Accepted']);
export const STATUSES = [
  'Queued', 'Accepted', 'Sent', 'Delivered', 'Read', 'Expired', 'Undelivered', 'Rejected', 'Unknown', 'Failed', 'Cancelled',
];

export const CHANNELS = { viber: 'Viber', sms: 'SMS' };

// What a recipient can be told to do with Viber messages, in the order in which it is offered.
export const VIBER_FATES = [
  ['Delivered', 'Ordinary'],
  ['Read', 'Reads at once'],
  ['SRVC_NOT_VIBER_USER', 'Not on Viber'],
  ['SRVC_USER_BLOCKED', 'Blocked the sender'],
  ['SRVC_NO_SUITABLE_DEVICE', 'No suitable device'],
  ['Expired', 'Silent until the ttl ends'],
];
export const SMS_FATES = ['Delivered', 'Undelivered', 'Expired', 'Rejected', 'Failed', 'Unknown', 'Cancelled', 'Accepted'];

export const MAGIC = [
  ['380001000001', 'not on Viber'],
  ['380001000002', 'has blocked the sender'],
  ['380001000003', 'no suitable device'],
  ['380001000004', 'silent until the ttl ends'],
  ['380002000001', 'its SMS end as Undelivered'],
  ['380002000002', 'its SMS end as Expired'],
  ['380002000003', 'its SMS end as Rejected'],
  ['380002000004', 'its SMS end as Failed'],
  ['380002000005', 'its SMS end as Unknown'],
  ['380002000006', 'its SMS end as Cancelled'],
  ['380002000007', 'its SMS stay Accepted'],
  ['380003000001', 'reads Viber messages'],
  ['380003000002', 'reads them and clicks the button'],
  ['380003000003', 'reads them and answers in the chat'],
];
const REFUSED = /^380000000(305|404|406|425|426|427|503|504)$/;

// What is special about a number, or nothing.
export const magic = (number) => MAGIC.find(([known]) => known === number)?.[1] ?? '';

// The code with which a magic number is refused, or nothing.
export const refusal = (number) => REFUSED.exec(number)?.[1] ?? '';

const DONE = new Set([0, 1, 800, 801]);
const PARTIAL = new Set([802, 803]);

// How a call went, by its result code: done, partial, replay, refused, or lost if there was no answer in an envelope.
export function outcome(call) {
  if (call.code === null) return 'lost';
  if (DONE.has(call.code)) return 'done';
  if (PARTIAL.has(call.code)) return 'partial';
  return call.code === 507 ? 'replay' : 'refused';
}

const ADVICE = {
  103: 'The token of the sandbox is “sandbox”.',
  105: 'The token of the sandbox is “sandbox”.',
  106: 'Unblock it under Account.',
  400: 'The senders of the account stand under Account.',
};

// What a code means, and what to do about it where that is simple to say.
export const advice = ({ code, meaning }) => [meaning?.replaceAll('`', ''), ADVICE[code]].filter(Boolean).join(' ');

const FAULTS = {
  code: 'Not executed; answered with the code that was ordered.',
  drop_before: 'Not executed; the connection was closed without an answer.',
  drop_after: 'Executed, but the connection was closed without an answer. It would have been the one below.',
  delay: 'Executed at once, answered late.',
  http: 'Not executed; answered with an HTTP status and an HTML page.',
  http_after: 'Executed, but answered with an HTTP status and an HTML page. The answer would have been the one below.',
  truncate: 'Executed, but only half of the answer below was sent.',
  garbage: 'Executed, but answered with an HTML page. The answer would have been the one below.',
};

// What a fault did to a call.
export const mishap = (kind) => FAULTS[kind] ?? '';
