// The dialog that is open, if one is.
import { AccountDialog } from '../account/account.js';
import { html } from '../shared/html.js';
import { dialogClosed } from '../store/actions.js';
import { dispatch, useStore } from '../store/store.js';
import { ClockDialog } from '../tools/clock.js';
import { DeletionDialog } from '../tools/deletion.js';
import { FaultsDialog } from '../tools/faults.js';
import { KeysDialog } from '../tools/keys.js';
import { ResetDialog } from '../tools/reset.js';

const DIALOGS = {
  clock: ClockDialog,
  faults: FaultsDialog,
  account: AccountDialog,
  keys: KeysDialog,
  reset: ResetDialog,
  delete: DeletionDialog,
};

export function OpenDialog() {
  const name = useStore('dialog');
  if (!name) return null;
  return html`<${DIALOGS[name]} key=${name} onClose=${() => dispatch(dialogClosed)} />`;
}
