// A sender of one's own, who can be used at once.
import { useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call } from '../control/control_plane.js';

const CHANNELS = {
  both: ['viber', 'sms'],
  sms: ['sms'],
  viber: ['viber'],
};
const LABELS = { both: 'SMS and Viber', sms: 'SMS', viber: 'Viber' };
const LONGEST = 20; // characters of a name, as the service has it

export function NewSender({ senders, onChange }) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState('both');
  const add = useAction(async () => {
    const wanted = name.trim();
    if (!wanted) throw new Error('The sender needs a name.');
    if (senders.some((sender) => sender.name === wanted)) throw new Error(`There is a sender ${wanted} already.`);
    const channels = CHANNELS[chosen];
    onChange(await call('PATCH', '/sandbox/account', { senders: [{ name: wanted, channels, '2way': channels.includes('viber') }] }));
    setName('');
  });
  const submit = (event) => {
    event.preventDefault();
    add.run();
  };
  return html`<form class="fields" noValidate onSubmit=${submit}>
    <label class="field">Name of the new sender
      <input type="text" maxlength=${LONGEST} autocomplete="off" spellcheck=${false} dir="auto" value=${name} onInput=${(event) => setName(event.currentTarget.value)} /></label>
    <div class="field"><label for="new-sender-channels">Writes by</label>
      <select id="new-sender-channels" value=${chosen} onChange=${(event) => setChosen(event.currentTarget.value)}>
        ${Object.entries(LABELS).map(([key, label]) => html`<option key=${key} value=${key}>${label}</option>`)}
      </select></div>
    <div class="field-wide"><${Problem} text=${add.problem} /><button type="submit" disabled=${add.busy}>Add sender</button></div>
  </form>`;
}
