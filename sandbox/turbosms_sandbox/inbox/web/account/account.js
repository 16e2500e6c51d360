// The account: what an application's calls depend on.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call } from '../control/control_plane.js';
import { Dialog } from '../shared/dialog.js';
import { Senders } from './senders.js';
import { money } from '../shared/format.js';

// One entry a line; a line break within an entry is shown as this sign.
const BREAK = '⏎';
const LISTS = [
  ['stop_list', 'Stop list', 'Numbers, one a line: refused with 404'],
  ['ignore_list', 'Ignore list of Viber', 'Numbers, one a line: they get nothing by Viber'],
  ['templates', 'Templates', 'One a line; %d is digits, %s any text'],
  ['forbidden_fragments', 'Forbidden fragments', 'One a line: texts that contain it are refused'],
];
const linesOf = (entries) => entries.map((entry) => entry.replaceAll('\n', BREAK)).join('\n');

function entriesOf(text, name) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  return lines.map((line) => (name.endsWith('_list') ? line.trim() : line.replaceAll(BREAK, '\n')));
}

function formOf(account) {
  const lists = LISTS.map(([name]) => [name, linesOf(account[name])]);
  return { balance: account.balance.toFixed(2), blocked: account.blocked, any_sender: account.any_sender, ...Object.fromEntries(lists) };
}

// Only what was changed, so that nothing is undone that the application has done meanwhile.
function changesOf(form, shown) {
  const changed = Object.keys(form).filter((name) => form[name] !== shown[name]);
  const values = { balance: form.balance === '' ? null : Number(form.balance), blocked: form.blocked, any_sender: form.any_sender };
  return Object.fromEntries(changed.map((name) => [name, name in values ? values[name] : entriesOf(form[name], name)]));
}

export function Account({ onClose }) {
  const [account, setAccount] = useState(/** @type {import('../service/types.d.ts').Account | null} */ (null));
  const [form, setForm] = useState(/** @type {any} */ (null));
  const [saved, setSaved] = useState(false);
  const show = (answer) => {
    setAccount(answer);
    setForm(formOf(answer));
  };
  const load = useAction(async () => show(await call('GET', '/sandbox/account')));
  const save = useAction(async () => {
    show(await call('PATCH', '/sandbox/account', changesOf(form, formOf(/** @type {import('../service/types.d.ts').Account} */ (account)))));
    setSaved(true);
  });
  useEffect(() => void load.run(), []);
  const set = (name, value) => {
    setForm({ ...form, [name]: value });
    setSaved(false);
  };
  const submit = (event) => {
    event.preventDefault();
    save.run();
  };
  return html`<${Dialog} title="Account" onClose=${onClose}>
    <${Problem} text=${load.problem} />
    ${form && html`<form class="fields" noValidate onSubmit=${submit}>
      <label class="field">Balance, UAH
        <input type="number" step="0.01" value=${form.balance} onInput=${(event) => set('balance', event.currentTarget.value)} /></label>
      <label class="check field-check"><input type="checkbox" checked=${form.blocked} onChange=${(event) => set('blocked', event.currentTarget.checked)} />
        <span>Account is blocked: every call is refused with 106</span></label>
      <label class="check field-check"><input type="checkbox" checked=${form.any_sender} onChange=${(event) => set('any_sender', event.currentTarget.checked)} />
        <span>Any name is a sender: it is added when it is used</span></label>
      ${LISTS.map(([name, label, hint]) => html`<label key=${name} class="field">${label}<small>${hint}</small>
        <textarea rows="3" spellcheck=${false} dir="auto" value=${form[name]} onInput=${(event) => set(name, event.currentTarget.value)}></textarea></label>`)}
      <div class="field-wide"><${Problem} text=${save.problem} />
        <button type="submit" class="primary" disabled=${save.busy}>Save</button>
        <span role="status" class="saved">${saved && 'Saved'}</span></div>
    </form>
    <${Senders} senders=${account?.senders} onChange=${setAccount} />
    <p class="hint">Countries: ${account?.countries.join(', ') || 'none'}. Everything else can be changed with PATCH /sandbox/account.</p>`}
  <//>`;
}

export function AccountButton({ state, onOpen }) {
  return html`<button type="button" class="tool" onClick=${onOpen}><span class="tool-name tool-long">Account</span> <span class="tool-value">${state.balance === null ? '…' : `${money(state.balance)} UAH`}</span>${' '}
    ${state.blocked && html`<span class="tag tag-fault">blocked</span>`}</button>`;
}
