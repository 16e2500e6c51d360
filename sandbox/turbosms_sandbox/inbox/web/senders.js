// The senders of the account, and whether they are active.
import { html } from './html.js';
import { Problem, useAction } from './action.js';
import { call } from './api.js';
import { money } from './format.js';
import { CHANNELS } from './words.js';

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
  const set = useAction(async (name, status) => {
    onChange(await call('PATCH', '/sandbox/account', { senders: [{ name, status }] }));
  });
  return html`<h3>Senders</h3>
    <ul class="senders" role="list" aria-label="Senders">
      ${senders.map((sender) => html`<li key=${sender.name}>
        <span class="sender-name"><bdi dir="auto">${sender.name}</bdi><small>${traits(sender)}</small></span>
        <label class="check"><input type="checkbox" checked=${sender.status === 'OK'} disabled=${set.busy}
          onChange=${(event) => set.run(sender.name, event.currentTarget.checked ? 'OK' : 'frozen')} />
          <span>Active<span class="unseen"> <bdi>${sender.name}</bdi></span></span></label>
      </li>`)}
    </ul>
    <${Problem} text=${set.problem} />`;
}
