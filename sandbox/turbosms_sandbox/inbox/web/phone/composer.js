// Writing as the recipient: a text or a file, to one of the two-way senders.
import { useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call } from '../control/control_plane.js';
import { useElement } from '../shared/element.js';
import { bytes } from '../shared/format.js';
import { Icon } from '../shared/icon.js';

function dataUri(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Error('The file cannot be read.'));
    reader.readAsDataURL(file);
  });
}

// To whom an answer most likely goes: the sender of the last Viber message.
const lastSender = ({ items, senders }) => items.findLast(({ channel, sender }) => channel === 'viber' && senders.includes(sender))?.sender;

export function Composer({ conversation }) {
  const { number, senders } = conversation;
  const [text, setText] = useState('');
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [chosen, setChosen] = useState('');
  const input = useElement();
  const sender = senders.includes(chosen) ? chosen : lastSender(conversation) ?? senders[0];
  const write = useAction(async () => {
    const content = file ? { file_data: await dataUri(file), file_name: file.name } : { text };
    await call('POST', '/sandbox/replies', { sender, number, ...content });
    if (!file) setText((now) => (now === text ? '' : now)); // somebody may have gone on writing
    setFile(null);
  });
  if (!senders.length) return html`<p class="composer-none">No sender of the account is two-way on Viber, so nobody can answer.</p>`;
  const send = (event) => {
    event.preventDefault();
    if (!write.busy && (file || text.trim())) write.run();
  };
  const enter = (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
  };
  return html`<form class="composer" aria-label="Reply as the recipient" onSubmit=${send}>
    <${Problem} text=${write.problem} />
    ${senders.length > 1
      ? html`<p class="composer-to"><label for="reply-to">To</label>
          <select id="reply-to" value=${sender} onChange=${(event) => setChosen(event.currentTarget.value)}>
            ${senders.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
          </select></p>`
      : html`<p class="composer-to">To <bdi dir="auto">${sender}</bdi> on Viber</p>`}
    ${file && html`<p class="composer-file"><${Icon} name="file" /><bdi dir="auto">${file.name}</bdi> ${bytes(file.size)}
      <button type="button" class="quiet" onClick=${() => setFile(null)}>Remove file</button></p>`}
    <div class="composer-line">
      <input ref=${input} type="file" class="unseen" tabindex="-1" aria-hidden="true" onChange=${(event) => {
        setFile(event.currentTarget.files[0] ?? null);
        event.currentTarget.value = '';
      }} />
      <button type="button" class="icon-button" aria-label="Attach a file" onClick=${() => input.current.click()}><${Icon} name="clip" /></button>
      <textarea rows="1" aria-label="Reply" placeholder=${file ? 'The file goes alone' : 'Reply as the recipient'} dir="auto" disabled=${Boolean(file)}
        value=${text} onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${enter}></textarea>
      <button type="submit" class="primary" disabled=${write.busy || !(file || text.trim())}>Send</button>
    </div>
  </form>`;
}
