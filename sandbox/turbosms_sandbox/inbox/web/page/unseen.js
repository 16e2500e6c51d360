// Sums that the page shows.

// How many calls will still meet a fault.
/** @param {import('../service/types.d.ts').Fault[]} faults */
export const faultsLeft = (faults) => faults.reduce((sum, { times }) => sum + times, 0);

// What has come since it was last looked at. After a reset it is counted anew.
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
