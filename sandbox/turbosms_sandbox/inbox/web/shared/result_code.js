// The result code of a call, coloured by how the call went.
/** @import { CallSummary } from '../service/types' */
import { outcomeOf } from '../service/results.js';
import { TEXTS } from '../texts/texts.js';
import { html } from './html.js';

/** @param {{ call: CallSummary }} properties */
export function ResultCode({ call }) {
  const isCode = call.code !== null;
  const text = isCode ? `${call.code} ${call.name ?? ''}` : TEXTS.shared.noResultCode;
  return html`<span class="code code-${outcomeOf(call)}">${text}</span>`;
}
