// What a person does: each is a request to the control plane, whose effect comes back with the
// stream.
/** @import { FateDecision } from '../service/types' */
/** @import { Filters } from '../store/state' */
import { filtersOf } from '../store/route.js';
import { queryOf, request } from './control_plane.js';

/** @param {number} seconds */
export const advanceClock = (seconds) => request('POST', '/sandbox/clock', { advance: seconds });

/** @param {Record<string, unknown>} fault */
export const addFault = (fault) => request('POST', '/sandbox/faults', fault);

export const clearFaults = () => request('DELETE', '/sandbox/faults');

export const resetSandbox = () => request('POST', '/sandbox/reset');

/** @param {Filters} filters */
export const deleteMessages = (filters) =>
  request('DELETE', `/sandbox/messages${queryOf(filtersOf(filters))}`);

/** @param {string | null} id */
export const markAsRead = (id) => request('POST', '/sandbox/reads', { message_id: id });

/** @param {string | null} id */
export const clickButton = (id) => request('POST', '/sandbox/clicks', { message_id: id });

/** @param {string} id */
export const resendEvent = (id) => request('POST', '/sandbox/webhooks/resend', { id });

/**
 * @param {string} phone
 * @param {FateDecision} decision
 */
export const decideFate = (phone, decision) =>
  request('PATCH', '/sandbox/recipients', { number: phone, ...decision });

/**
 * @param {string} phone
 * @param {string} sender
 * @param {{ text: string } | { file_data: string, file_name: string }} content
 */
export const reply = (phone, sender, content) =>
  request('POST', '/sandbox/replies', { sender, number: phone, ...content });
