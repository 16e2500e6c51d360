// The result code of a call, coloured by how the call went.
/** @import { CallSummary } from '../service/types' */
import { outcomeOf } from '../service/results.js';
import { html } from './html.js';

/** @param {{ call: CallSummary }} properties */
export function ResultCode({ call }) {
  const text = call.code === null ? 'No result code' : `${call.code} ${call.name ?? ''}`;
  return html`<span class="code code-${outcomeOf(call)}">${text}</span>`;
}
