// A sender of one's own, which can be used at once.
/** @import { ChannelName, Sender } from '../service/types' */
import { useState } from 'preact/hooks';
import { addSender } from '../control/account.js';
import { onSubmission, withValue } from '../shared/fields.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { TEXTS } from '../texts/texts.js';

/** @type {Record<string, { label: string, channels: ChannelName[] }>} */
const CHOICES = {
  both: { label: TEXTS.senders.both, channels: ['viber', 'sms'] },
  sms: { label: 'SMS', channels: ['sms'] },
  viber: { label: 'Viber', channels: ['viber'] },
};
const LONGEST = 20; // characters of a name, as the service has it

/** @param {{ senders: Sender[] }} properties */
export function NewSender({ senders }) {
  const [text, setText] = useState('');
  const [choice, setChoice] = useState('both');
  const add = useTask(async () => {
    const name = text.trim();
    if (!name) throw new Error(TEXTS.senders.needsName);
    const exists = senders.some((sender) => sender.name === name);
    if (exists) throw new Error(TEXTS.senders.exists(name));
    await addSender(name, CHOICES[choice].channels);
    setText('');
  });
  return html`<form class="fields" noValidate onSubmit=${onSubmission(() => add.run())}>
    <label class="field">${TEXTS.senders.newName}
      <input type="text" maxlength=${LONGEST} autocomplete="off" spellcheck=${false} dir="auto"
        value=${text} onInput=${withValue(setText)} /></label>
    <div class="field"><label for="new-sender-channels">${TEXTS.senders.writesBy}</label>
      <select id="new-sender-channels" value=${choice} onChange=${withValue(setChoice)}>
        ${Object.entries(CHOICES).map(([key, { label }]) =>
          html`<option key=${key} value=${key}>${label}</option>`)}
      </select></div>
    <div class="field-wide"><${Problem} text=${add.problem} />
      <button type="submit" disabled=${add.busy}>${TEXTS.senders.add}</button></div>
  </form>`;
}
