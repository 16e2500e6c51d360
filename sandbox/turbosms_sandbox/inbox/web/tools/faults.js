// Letting the next calls of the application go wrong.
import { useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call } from '../control/control_plane.js';
import { Dialog } from '../shared/dialog.js';
import { count } from '../shared/format.js';
import { METHODS } from '../service/tables.js';

const HEADERS = ['headers', 'Headers, one a line', 'area', 'Retry-After: 5'];
const STATUS = ['status', 'HTTP status', 'number', '503'];
/** @type {[name: string, label: string, fields: string[][]][]} */
const KINDS = [
  ['code', 'A result code; not executed', [['code', 'Result code', 'number', '999'], ['name', 'Its name, if not its own', 'text', '']]],
  ['drop_before', 'Connection closes before; not executed', []],
  ['drop_after', 'Connection closes after; executed, no answer', []],
  ['delay', 'Late answer; executed at once', [['seconds', 'Seconds', 'number', '5']]],
  ['http', 'HTTP status; not executed', [STATUS, HEADERS]],
  ['http_after', 'HTTP status; executed', [STATUS, HEADERS]],
  ['truncate', 'Half the answer; executed', []],
  ['garbage', 'An HTML page with status 200; executed', []],
];

const FIELDS = new Map(KINDS.map(([name, , fields]) => [name, fields]));

function headersOf(text) {
  const lines = text.split('\n').filter((line) => line.trim());
  return Object.fromEntries(lines.map((line) => {
    const [name, ...value] = line.split(':');
    return [name.trim(), value.join(':').trim()];
  }));
}

// The fault that the form describes. What is left empty is left out, and the server says if it is needed.
function faultOf(form) {
  const fault = {};
  for (const [name, text] of new FormData(form)) {
    if (text === '') continue;
    if (name === 'headers') fault.headers = headersOf(text);
    else fault[name] = ['times', 'code', 'status', 'seconds'].includes(name) ? Number(text) : text;
  }
  return fault;
}

function Field({ name, label, type, initial }) {
  return html`<label class="field">${label}
    ${type === 'area'
      ? html`<textarea name=${name} rows="2" placeholder=${initial}></textarea>`
      : html`<input name=${name} type=${type} step="any" defaultValue=${initial} />`}</label>`;
}

function describe({ method, kind, times, ...values }) {
  const given = Object.entries(values).map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  return [method === '*' ? 'any method' : method, kind, ...given, `${count(times)} left`].join(' · ');
}

export function Faults({ faults, onClose }) {
  const [kind, setKind] = useState('code');
  const add = useAction((fault) => call('POST', '/sandbox/faults', fault));
  const clear = useAction(() => call('DELETE', '/sandbox/faults'));
  const submit = (event) => {
    event.preventDefault();
    add.run(faultOf(event.currentTarget));
  };
  const fields = FIELDS.get(kind) ?? [];
  return html`<${Dialog} title="Faults" onClose=${onClose}>
    <p class="hint">The next calls of the application meet them, in this order.</p>
    <form class="fields" noValidate onSubmit=${submit}>
      <div class="field field-wide"><label for="fault-kind">What goes wrong</label>
        <select id="fault-kind" name="kind" value=${kind} onChange=${(event) => setKind(event.currentTarget.value)}>
          ${KINDS.map(([name, label]) => html`<option key=${name} value=${name}>${name}: ${label}</option>`)}
        </select></div>
      <div class="field"><label for="fault-method">Method</label>
        <select id="fault-method" name="method">${METHODS.map((name) => html`<option key=${name} value=${name}>${name === '*' ? '* (any)' : name}</option>`)}</select></div>
      <${Field} key="times" name="times" label="How many calls" type="number" initial="1" />
      ${fields.map(([name, label, type, initial]) => html`<${Field} key=${kind + name} name=${name} label=${label} type=${type} initial=${initial} />`)}
      <div class="field-wide"><${Problem} text=${add.problem} /><button type="submit" class="primary" disabled=${add.busy}>Add fault</button></div>
    </form>
    <h3>Still to come</h3>
    ${faults.length
      ? html`<ol class="fault-list" aria-label="Faults still to come">${faults.map((fault, place) => html`<li key=${place}>${describe(fault)}</li>`)}</ol>
          <button type="button" disabled=${clear.busy} onClick=${clear.run}>Clear all faults</button>`
      : html`<p class="nothing">None. Every call goes well.</p>`}
    <${Problem} text=${clear.problem} />
  <//>`;
}
