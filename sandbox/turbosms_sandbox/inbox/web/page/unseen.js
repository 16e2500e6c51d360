// How many messages have come that nobody has seen yet.

// After a reset it is counted anew.
/**
 * @param {number} arrived
 * @param {number} seen
 */
export const unseenOf = (arrived, seen) => Math.max(0, arrived - seen);

// The title of a tab with so many new messages.
/**
 * @param {string} title
 * @param {number} unseen
 */
export const titleOf = (title, unseen) => (unseen > 0 ? `(${unseen}) ${title}` : title);
