// Taking the sandbox back to its start.
import { resetSandbox } from '../control/commands.js';
import { html } from '../shared/html.js';
import { TEXTS } from '../texts/texts.js';
import { Confirm } from './confirm.js';

/** @param {{ onClose: () => void }} properties */
export function ResetDialog({ onClose }) {
  return html`<${Confirm} title=${TEXTS.reset.title} question=${TEXTS.reset.question}
    verb=${TEXTS.reset.verb} onConfirm=${resetSandbox} onClose=${onClose} />`;
}
