// The senders of the account, and whether they are active.
import { useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call } from '../control/control_plane.js';
import { money } from '../shared/format.js';
import { NewSender } from './new_sender.js';
import { CHANNELS } from '../service/statuses.js';

function traits(sender) {
  return [
    sender.channels.map((channel) => CHANNELS[channel]).join(', '),
    sender['2way'] && 'two-way',
    sender.shared && 'shared',
    sender.test_number && `test, for ${sender.test_number} only`,
    sender.balance && `${money(sender.balance)} UAH of its own`,
  ].filter(Boolean).join(' · ');
}

export function Senders({ senders, onChange }) {
  // What was chosen is shown at once, until the server has answered.
  const [chosen, setChosen] = useState({});
  const change = useAction(async (name, status) => onChange(await call('PATCH', '/sandbox/account', { senders: [{ name, status }] })));
  const set = async (name, status) => {
    setChosen({ [name]: status });
    await change.run(name, status);
    setChosen({});
  };
  return html`<h3>Senders</h3>
    <ul class="senders" role="list" aria-label="Senders">
      ${senders.map((sender) => html`<li key=${sender.name}>
        <span class="sender-name"><bdi dir="auto">${sender.name}</bdi><small>${traits(sender)}</small></span>
        <label class="check"><input type="checkbox" checked=${(chosen[sender.name] ?? sender.status) === 'OK'}
          onChange=${(event) => set(sender.name, event.currentTarget.checked ? 'OK' : 'frozen')} />
          <span>Active<span class="unseen"> <bdi>${sender.name}</bdi></span></span></label>
      </li>`)}
    </ul>
    <${Problem} text=${change.problem} />
    <${NewSender} senders=${senders} onChange=${onChange} />`;
}
