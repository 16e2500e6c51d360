// Letting the next calls of the application go wrong.
import { useState } from 'preact/hooks';
import { addFault, clearFaults } from '../control/commands.js';
import { METHODS, WEBHOOK } from '../service/tables.js';
import { Dialog } from '../shared/dialog.js';
import { onSubmission, withValue } from '../shared/fields.js';
import { count } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { useStore } from '../store/store.js';
import { callsLeft, describeFault, faultOf, kindsFor } from './fault_values.js';

/** @param {{ onOpen: () => void }} properties */
export function FaultsButton({ onOpen }) {
  const left = callsLeft(useStore('faults'));
  const value = left ? html`${count(left)}<span class="unseen"> calls left</span>` : 'none';
  return html`<button type="button" class="tool" onClick=${onOpen}>
    <span class="tool-name">Faults</span> <span class="tool-value">${value}</span>
  </button>`;
}

/** @param {{ name: string, label: string, type: string, initial: string }} properties */
function Field({ name, label, type, initial }) {
  return html`<label class="field">${label}
    ${type === 'area'
      ? html`<textarea name=${name} rows="2" placeholder=${initial}></textarea>`
      : html`<input name=${name} type=${type} step="any" defaultValue=${initial} />`}</label>`;
}

/** @param {string} method */
function labelOf(method) {
  if (method === '*') return '* (any)';
  return method === WEBHOOK ? 'webhook (calls of your webhooks)' : method;
}

function NewFault() {
  const [method, setMethod] = useState('*');
  const [kind, setKind] = useState('code');
  const add = useTask(addFault);
  const kinds = kindsFor(method);
  const chosen = kinds.find((offered) => offered.kind === kind) ?? kinds[0];
  const submit = onSubmission((form) => add.run(faultOf(new FormData(form))));
  return html`<form class="fields" noValidate onSubmit=${submit}>
    <div class="field"><label for="fault-method">Method</label>
      <select id="fault-method" name="method" value=${method} onChange=${withValue(setMethod)}>
        ${METHODS.map((name) => html`<option key=${name} value=${name}>${labelOf(name)}</option>`)}
      </select></div>
    <${Field} key="times" name="times" label="How many calls" type="number" initial="1" />
    <div class="field field-wide"><label for="fault-kind">What goes wrong</label>
      <select id="fault-kind" name="kind" value=${chosen.kind} onChange=${withValue(setKind)}>
        ${kinds.map(({ kind: name, label }) =>
          html`<option key=${name} value=${name}>${name}: ${label}</option>`)}
      </select></div>
    ${chosen.fields.map((field) =>
      html`<${Field} key=${chosen.kind + field.name} ...${field} />`)}
    <div class="field-wide"><${Problem} text=${add.problem} />
      <button type="submit" class="primary" disabled=${add.busy}>Add fault</button></div>
  </form>`;
}

function FaultsToCome() {
  const faults = useStore('faults');
  const clear = useTask(clearFaults);
  const list = html`<ol class="fault-list" aria-label="Faults still to come">
      ${faults.map((fault, index) => html`<li key=${index}>${describeFault(fault)}</li>`)}
    </ol>
    <button type="button" disabled=${clear.busy}
      onClick=${() => clear.run()}>Clear all faults</button>`;
  return html`<h3>Still to come</h3>
    ${faults.length ? list : html`<p class="nothing">None. Every call goes well.</p>`}
    <${Problem} text=${clear.problem} />`;
}

/** @param {{ onClose: () => void }} properties */
export function FaultsDialog({ onClose }) {
  return html`<${Dialog} title="Faults" onClose=${onClose}>
    <p class="hint">The next calls meet them, in this order: those of the application to a method,
      or those of the sandbox to webhooks.</p>
    <${NewFault} />
    <${FaultsToCome} />
  <//>`;
}
