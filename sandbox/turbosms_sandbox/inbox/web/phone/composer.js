// Writing as the recipient: a text or a file, to one of the two-way senders.
/** @import { Conversation } from '../service/types' */
/** @import { FieldEvent } from '../shared/fields.js' */
import { useState } from 'preact/hooks';
import { reply } from '../control/commands.js';
import { useElement } from '../shared/element.js';
import { withValue } from '../shared/fields.js';
import { bytes } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { Problem, useTask } from '../shared/task.js';
import { TEXTS } from '../texts/texts.js';

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
function dataUri(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error(TEXTS.composer.unreadableFile));
    reader.readAsDataURL(file);
  });
}

// To whom an answer most likely goes: the sender of the last Viber message.
/** @param {Conversation} conversation */
function lastSender({ items, senders }) {
  const isTwoWay = (/** @type {string} */ sender) => senders.includes(sender);
  return items.findLast(({ channel, sender }) => channel === 'viber' && isTwoWay(sender))?.sender;
}

/** @param {{ senders: string[], sender: string, choose: (name: string) => void }} properties */
function Receiver({ senders, sender, choose }) {
  if (senders.length === 1) {
    const name = html`<bdi dir="auto">${sender}</bdi>`;
    return html`<p class="composer-to">${TEXTS.composer.toOnViber(name)}</p>`;
  }
  return html`<p class="composer-to"><label for="reply-to">${TEXTS.composer.to}</label>
    <select id="reply-to" value=${sender} onChange=${withValue(choose)}>
      ${senders.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
    </select></p>`;
}

/** @param {{ choose: (file: File | null) => void }} properties */
function FileButton({ choose }) {
  const input = useElement();
  const take = (/** @type {FieldEvent} */ { currentTarget }) => {
    choose(currentTarget.files?.[0] ?? null);
    currentTarget.value = ''; // so that the same file can be chosen again
  };
  return html`<input ref=${input} type="file" class="unseen" tabindex="-1" aria-hidden="true"
      onChange=${take} />
    <button type="button" class="icon-button" aria-label=${TEXTS.composer.attach}
      onClick=${() => input.current.click()}><${Icon} name="clip" /></button>`;
}

/** @param {{ conversation: Conversation }} properties */
export function Composer({ conversation }) {
  const { number: phone, senders } = conversation;
  const [text, setText] = useState('');
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [chosen, setChosen] = useState('');
  const sender = senders.includes(chosen) ? chosen : lastSender(conversation) ?? senders[0];
  const sending = useTask(async () => {
    const content = file ? { file_data: await dataUri(file), file_name: file.name } : { text };
    await reply(phone, sender, content);
    // Somebody may have gone on writing.
    if (!file) setText((now) => (now === text ? '' : now));
    setFile(null);
  });
  if (!senders.length) {
    return html`<p class="composer-none">${TEXTS.composer.nobodyAnswers}</p>`;
  }
  const isEmpty = !file && !text.trim();
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!sending.busy && !isEmpty) sending.run();
  };
  const sendOnEnter = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
  };
  return html`<form class="composer" aria-label=${TEXTS.composer.label} onSubmit=${send}>
    <${Problem} text=${sending.problem} />
    <${Receiver} senders=${senders} sender=${sender} choose=${setChosen} />
    ${file && html`<p class="composer-file">
      <${Icon} name="file" /><bdi dir="auto">${file.name}</bdi> ${bytes(file.size)}
      <button type="button" class="quiet" onClick=${() => setFile(null)}>
        ${TEXTS.composer.removeFile}</button></p>`}
    <div class="composer-line">
      <${FileButton} choose=${setFile} />
      <textarea rows="1" aria-label=${TEXTS.composer.reply} dir="auto" disabled=${Boolean(file)}
        placeholder=${file ? TEXTS.composer.fileGoesAlone : TEXTS.composer.label}
        value=${text} onInput=${withValue(setText)} onKeyDown=${sendOnEnter}></textarea>
      <button type="submit" class="primary" disabled=${sending.busy || isEmpty}>
        ${TEXTS.composer.send}</button>
    </div>
  </form>`;
}
