// Letting the next calls of the application go wrong.
import { useState } from 'preact/hooks';
import { addFault, clearFaults } from '../control/commands.js';
import { METHODS, WEBHOOK } from '../service/tables.js';
import { Dialog } from '../shared/dialog.js';
import { onSubmission, withValue } from '../shared/fields.js';
import { count, formFor } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { callsLeft, describeFault, faultOf, kindsFor } from './fault_values.js';

/** @param {{ onOpen: () => void }} properties */
export function FaultsButton({ onOpen }) {
  const left = callsLeft(useStore('faults'));
  const callsLeftInWords = formFor(left, TEXTS.counts.callsLeft);
  const counted = html`${count(left)}<span class="unseen"> ${callsLeftInWords}</span>`;
  const value = left ? counted : TEXTS.faults.none;
  return html`<button type="button" class="tool" onClick=${onOpen}>
    <span class="tool-name">${TEXTS.faults.title}</span> <span class="tool-value">${value}</span>
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
  if (method === '*') return TEXTS.faults.anyMethod;
  return method === WEBHOOK ? TEXTS.faults.webhook : method;
}

function NewFault() {
  const [method, setMethod] = useState('*');
  const [kind, setKind] = useState('code');
  const add = useTask(addFault);
  const kinds = kindsFor(method);
  const chosen = kinds.find((offered) => offered.kind === kind) ?? kinds[0];
  const submit = onSubmission((form) => add.run(faultOf(new FormData(form))));
  return html`<form class="fields" noValidate onSubmit=${submit}>
    <div class="field"><label for="fault-method">${TEXTS.faults.method}</label>
      <select id="fault-method" name="method" value=${method} onChange=${withValue(setMethod)}>
        ${METHODS.map((name) => html`<option key=${name} value=${name}>${labelOf(name)}</option>`)}
      </select></div>
    <${Field} key="times" name="times" label=${TEXTS.faults.howMany} type="number" initial="1" />
    <div class="field field-wide"><label for="fault-kind">${TEXTS.faults.whatGoesWrong}</label>
      <select id="fault-kind" name="kind" value=${chosen.kind} onChange=${withValue(setKind)}>
        ${kinds.map(({ kind: name, label }) =>
          html`<option key=${name} value=${name}>${name}: ${label}</option>`)}
      </select></div>
    ${chosen.fields.map((field) =>
      html`<${Field} key=${chosen.kind + field.name} ...${field} />`)}
    <div class="field-wide"><${Problem} text=${add.problem} />
      <button type="submit" class="primary" disabled=${add.busy}>
        ${TEXTS.faults.add}</button></div>
  </form>`;
}

function FaultsToCome() {
  const faults = useStore('faults');
  const clear = useTask(clearFaults);
  const list = html`<ol class="fault-list" aria-label=${TEXTS.faults.toComeLabel}>
      ${faults.map((fault, index) => html`<li key=${index}>${describeFault(fault)}</li>`)}
    </ol>
    <button type="button" disabled=${clear.busy}
      onClick=${() => clear.run()}>${TEXTS.faults.clear}</button>`;
  return html`<h3>${TEXTS.faults.toCome}</h3>
    ${faults.length ? list : html`<p class="nothing">${TEXTS.faults.noneToCome}</p>`}
    <${Problem} text=${clear.problem} />`;
}

/** @param {{ onClose: () => void }} properties */
export function FaultsDialog({ onClose }) {
  return html`<${Dialog} title=${TEXTS.faults.title} onClose=${onClose}>
    <p class="hint">${TEXTS.faults.hint}</p>
    <${NewFault} />
    <${FaultsToCome} />
  <//>`;
}
