// Messages, calls and batches, with what a test needs of them.

/** The numbers from one down to another. */
export const down = (from, to) => Array.from({ length: from - to + 1 }, (_, index) => from - index);

/** The message with a number, which is its id. */
export const message = (number, status = 'Sent') => ({
  message_id: String(number),
  type: 'sms',
  status,
  channels: [{ sender: `S${number % 2}`, start: null }],
});

/** Messages with numbers that go down by one from the first. */
export const messages = (first, count) => down(first, first - count + 1).map((n) => message(n));

/** The numbers of calls that go down by one from the first. */
export const calls = (first, count) => down(first, first - count + 1).map((number) => ({ number }));

/** The list that holds the messages. */
export const list = (held, more = {}) => ({
  messages: held,
  cut: false,
  paged: false,
  more: false,
  ...more,
});

export const idsOf = (held) => held.map(({ message_id }) => Number(message_id));
