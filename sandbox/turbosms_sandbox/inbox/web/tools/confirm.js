// A question before something is lost.
/** @import { ComponentChildren } from 'preact' */
import { Dialog } from '../shared/dialog.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { TEXTS } from '../texts/texts.js';

/**
 * @param {{
 *   title: string, question: ComponentChildren, verb: string,
 *   onConfirm: () => Promise<unknown>, onClose: () => void,
 * }} properties
 */
export function Confirm({ title, question, verb, onConfirm, onClose }) {
  const task = useTask(onConfirm);
  const confirm = async () => {
    if (await task.run()) onClose();
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <p>${question}</p>
    <${Problem} text=${task.problem} />
    <div class="dialog-foot">
      <button type="button" onClick=${onClose}>${TEXTS.reset.cancel}</button>
      <button type="button" class="danger" disabled=${task.busy} onClick=${confirm}>${verb}</button>
    </div>
  <//>`;
}
