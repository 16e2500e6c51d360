// One call of the application: what was asked and what was answered.
/** @import { Call } from '../service/types' */
import { adviceOn, faultEffect, wentWell } from '../service/results.js';
import { timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { ResultCode } from '../shared/result_code.js';
import { TEXTS } from '../texts/texts.js';
import { Raw } from './raw.js';

/** @param {{ headers: Call['headers'] }} properties */
function Headers({ headers }) {
  return html`<details class="headers"><summary>${TEXTS.details.headers}</summary>
    <dl class="facts facts-code">
      ${headers.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    </dl>
  </details>`;
}

/** @param {{ call: Call }} properties */
export function CallBody({ call }) {
  const path = `/sandbox/calls/${call.number}`;
  const advice = wentWell(call) ? '' : adviceOn(call);
  const query = call.query && `?${call.query}`;
  return html`<div class="call-body">
    ${call.fault && html`<p class="note">
      ${TEXTS.details.metFault(html`<code>${call.fault}</code>`, faultEffect(call.fault))}
    </p>`}
    ${advice && html`<p class="note">${advice}</p>`}
    <p class="call-line"><code>${call.verb} ${call.path}${query}</code></p>
    ${call.headers.length > 0 && html`<${Headers} headers=${call.headers} />`}
    <${Raw} title=${TEXTS.raw.request} label=${TEXTS.raw.theRequest}
      text=${call.request} cut=${call.request_cut} size=${call.request_bytes}
      path="${path}/request" />
    <${Raw} title=${TEXTS.raw.answer} label=${TEXTS.raw.theAnswer}
      text=${call.answer} cut=${call.answer_cut} size=${call.answer_bytes}
      path="${path}/answer" />
  </div>`;
}

// A call among others, folded up unless it is `open`.
/** @param {{ call: Call, open: boolean }} properties */
export function FoldedCall({ call, open }) {
  return html`<details class="call" open=${open}>
    <summary>
      <time>${timeOf(call.at)}</time> <span class="call-name">${call.operation}</span>${' '}
      <${ResultCode} call=${call} />
    </summary>
    <${CallBody} call=${call} />
  </details>`;
}
