// The list of calls: how what the server tells is merged into it.
/** @import { CallSummary } from '../service/types' */
/** @import { CallList } from './state' */
import { LIVE_COUNT, MAX_COUNT } from './limits.js';

/** @type {CallList} */
export const NO_CALLS = { calls: [], oldest: 1 };

/**
 * @param {CallSummary[]} calls
 * @param {CallSummary[]} incoming
 */
export function mergeCalls(calls, incoming) {
  const held = new Set(calls.map(({ number }) => number));
  const fresh = incoming.filter(({ number }) => !held.has(number));
  // There may be others between these and the ones that are held.
  if (fresh.length >= LIVE_COUNT) return fresh;
  return [...fresh, ...calls].slice(0, MAX_COUNT);
}
