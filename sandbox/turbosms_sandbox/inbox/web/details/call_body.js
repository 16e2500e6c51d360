// One call of the application: what was asked and what was answered.
import { html } from '../shared/html.js';
import { Raw } from './raw.js';
import { timeOf } from '../shared/format.js';
import { advice, mishap, outcome, wentWell } from '../service/statuses.js';

export function Code({ call }) {
  const name = call.code === null ? 'No result code' : `${call.code} ${call.name ?? ''}`;
  return html`<span class="code code-${outcome(call)}">${name}</span>`;
}

export function CallBody({ call }) {
  const address = `/sandbox/calls/${call.number}`;
  return html`<div class="call-body">
    ${call.fault && html`<p class="note">Met the fault <code>${call.fault}</code>. ${mishap(call.fault)}</p>`}
    ${!wentWell(call) && advice(call) && html`<p class="note">${advice(call)}</p>`}
    <p class="call-line"><code>${call.verb} ${call.path}${call.query && `?${call.query}`}</code></p>
    ${call.headers.length > 0 && html`<details class="headers"><summary>Headers</summary>
      <dl class="facts facts-code">${call.headers.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></details>`}
    <${Raw} title="Request" text=${call.request} cut=${call.request_cut} size=${call.request_bytes} path="${address}/request" />
    <${Raw} title="Answer" text=${call.answer} cut=${call.answer_cut} size=${call.answer_bytes} path="${address}/answer" />
  </div>`;
}

export function Call({ call, open }) {
  return html`<details class="call" open=${open}>
    <summary><time>${timeOf(call.at)}</time> <span class="call-name">${call.operation}</span> <${Code} call=${call} /></summary>
    <${CallBody} call=${call} />
  </details>`;
}
