// A question before something is lost.
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { Dialog } from '../shared/dialog.js';

export function Confirm({ title, question, verb, action, onClose }) {
  const run = useAction(action);
  const confirm = async () => {
    if (await run.run()) onClose();
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <p>${question}</p>
    <${Problem} text=${run.problem} />
    <div class="dialog-foot">
      <button type="button" onClick=${onClose}>Cancel</button>
      <button type="button" class="danger" disabled=${run.busy} onClick=${confirm}>${verb}</button>
    </div>
  <//>`;
}
