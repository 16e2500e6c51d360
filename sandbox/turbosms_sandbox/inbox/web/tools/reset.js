// Taking the sandbox back to its start.
import { resetSandbox } from '../control/commands.js';
import { html } from '../shared/html.js';
import { Confirm } from './confirm.js';

const QUESTION =
  'Messages, chats, files, faults and the account go back to the start, the clock too. ' +
  'Nothing of it can be brought back.';

/** @param {{ onClose: () => void }} properties */
export function ResetDialog({ onClose }) {
  return html`<${Confirm} title="Reset the sandbox" question=${QUESTION} verb="Reset everything"
    onConfirm=${resetSandbox} onClose=${onClose} />`;
}
