// The account: what an application's calls depend on.
/** @import { Account } from '../service/types' */
/** @import { AccountForm } from './account_values.js' */
import { useEffect, useState } from 'preact/hooks';
import { changeAccount, loadAccount } from '../control/account.js';
import { Dialog } from '../shared/dialog.js';
import { onSubmission, withChecked, withValue } from '../shared/fields.js';
import { price } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { changesOf, formOf, LISTS } from './account_values.js';
import { Senders } from './senders.js';

/** @param {{ onOpen: () => void }} properties */
export function AccountButton({ onOpen }) {
  const { balance, blocked } = useStore('wallet');
  return html`<button type="button" class="tool" onClick=${onOpen}>
    <span class="tool-name tool-long">${TEXTS.account.title}</span>${' '}
    <span class="tool-value">${balance === null ? '…' : price(balance)}</span>${' '}
    ${blocked && html`<span class="tag tag-fault">${TEXTS.account.blocked}</span>`}
  </button>`;
}

/** @param {{ form: AccountForm, onChange: (changes: Partial<AccountForm>) => void }} properties */
function Fields({ form, onChange }) {
  return html`
    <label class="field">${TEXTS.account.balance}
      <input type="number" step="0.01" value=${form.balance}
        onInput=${withValue((balance) => onChange({ balance }))} /></label>
    <label class="check field-check"><input type="checkbox" checked=${form.blocked}
        onChange=${withChecked((blocked) => onChange({ blocked }))} />
      <span>${TEXTS.account.isBlocked}</span></label>
    <label class="check field-check"><input type="checkbox" checked=${form.any_sender}
        onChange=${withChecked((isChecked) => onChange({ any_sender: isChecked }))} />
      <span>${TEXTS.account.anySender}</span></label>
    ${LISTS.map((name) => html`<label key=${name} class="field">
      ${TEXTS.accountLists[name].label}
      <small>${TEXTS.accountLists[name].hint}</small>
      <textarea rows="3" spellcheck=${false} dir="auto" value=${form[name]}
        onInput=${withValue((lines) => onChange({ [name]: lines }))}></textarea></label>`)}`;
}

/** @param {{ loaded: Account }} properties */
function AccountFields({ loaded }) {
  const [shown, setShown] = useState(() => formOf(loaded));
  const [form, setForm] = useState(shown);
  const [isSaved, setSaved] = useState(false);
  const save = useTask(async () => {
    const saved = formOf(await changeAccount(changesOf(form, shown)));
    setShown(saved);
    setForm(saved);
    setSaved(true);
  });
  const change = (/** @type {Partial<AccountForm>} */ changes) => {
    setForm({ ...form, ...changes });
    setSaved(false);
  };
  return html`<form class="fields" noValidate onSubmit=${onSubmission(() => save.run())}>
    <${Fields} form=${form} onChange=${change} />
    <div class="field-wide"><${Problem} text=${save.problem} />
      <button type="submit" class="primary" disabled=${save.busy}>${TEXTS.account.save}</button>
      <span role="status" class="saved">${isSaved && TEXTS.account.saved}</span></div>
  </form>`;
}

function Countries() {
  const account = useStore('account');
  const countries = account?.countries.join(', ') || TEXTS.account.noCountries;
  return html`<p class="hint">${TEXTS.account.countries(countries)}</p>`;
}

/** @param {{ onClose: () => void }} properties */
export function AccountDialog({ onClose }) {
  const [loaded, setLoaded] = useState(/** @type {Account | null} */ (null));
  const load = useTask(async () => setLoaded(await loadAccount()));
  useEffect(() => void load.run(), []);
  return html`<${Dialog} title=${TEXTS.account.title} onClose=${onClose}>
    <${Problem} text=${load.problem} />
    ${loaded && html`<${AccountFields} loaded=${loaded} />
      <${Senders} />
      <${Countries} />`}
  <//>`;
}
