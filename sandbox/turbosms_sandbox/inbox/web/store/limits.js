// How much of messages and calls the page holds.

export const LIVE_COUNT = 50; // the newest ones, which the stream keeps up to date
export const PAGE_SIZE = 100; // older messages that are asked for at once
export const MAX_COUNT = 300; // in a list
