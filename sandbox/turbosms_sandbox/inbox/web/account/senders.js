// The senders of the account, and whether they are active.
/** @import { Sender } from '../service/types' */
import { useState } from 'preact/hooks';
import { changeSender } from '../control/account.js';
import { CHANNEL_NAMES } from '../service/statuses.js';
import { withChecked } from '../shared/fields.js';
import { price } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { NewSender } from './new_sender.js';

/** @typedef {Sender['status']} SenderStatus */

/** @param {Sender} sender */
function traitsOf(sender) {
  const traits = [
    sender.channels.map((channel) => CHANNEL_NAMES[channel]).join(', '),
    sender['2way'] && TEXTS.senders.twoWay,
    sender.shared && TEXTS.senders.shared,
    sender.test_number && TEXTS.senders.testFor(sender.test_number),
    sender.balance && TEXTS.senders.ownBalance(price(sender.balance)),
  ];
  return traits.filter(Boolean).join(' · ');
}

/**
 * @param {{
 *   sender: Sender, isActive: boolean, onChange: (isActive: boolean) => void,
 * }} properties
 */
function SenderLine({ sender, isActive, onChange }) {
  const { name } = sender;
  return html`<li>
    <span class="sender-name"><bdi dir="auto">${name}</bdi><small>${traitsOf(sender)}</small></span>
    <label class="check"><input type="checkbox" checked=${isActive}
        onChange=${withChecked(onChange)} />
      <span>${TEXTS.senders.active}<span class="unseen"> <bdi>${name}</bdi></span></span></label>
  </li>`;
}

export function Senders() {
  const senders = useStore('account')?.senders ?? [];
  // What was chosen is shown at once, until the server has answered.
  const [chosen, setChosen] = useState(/** @type {Record<string, SenderStatus>} */ ({}));
  const change = useTask(changeSender);
  const choose = async (/** @type {string} */ name, /** @type {boolean} */ isActive) => {
    const status = isActive ? 'OK' : 'frozen';
    setChosen({ [name]: status });
    await change.run(name, status);
    setChosen({});
  };
  return html`<h3>${TEXTS.senders.title}</h3>
    <ul class="senders" role="list" aria-label=${TEXTS.senders.title}>
      ${senders.map((sender) => html`<${SenderLine} key=${sender.name} sender=${sender}
        isActive=${(chosen[sender.name] ?? sender.status) === 'OK'}
        onChange=${(/** @type {boolean} */ isActive) => choose(sender.name, isActive)} />`)}
    </ul>
    <${Problem} text=${change.problem} />
    <${NewSender} senders=${senders} />`;
}
