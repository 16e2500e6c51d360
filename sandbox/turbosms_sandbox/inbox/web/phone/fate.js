// What becomes of messages to a number from now on.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call } from '../control/control_plane.js';
import { Icon } from '../shared/icon.js';
import { SMS_FATES } from '../service/tables.js';
import { magic, refusal, VIBER_FATES } from '../service/statuses.js';

export function Fate({ conversation }) {
  const { number } = conversation;
  // What was chosen is shown at once, until the server says what holds.
  const [chosen, setChosen] = useState({});
  const { viber, sms } = { ...conversation, ...chosen };
  const change = useAction((values) => call('PATCH', '/sandbox/recipients', { number, ...values }));
  const choose = async (values) => {
    setChosen(values);
    if (!(await change.run(values))) setChosen({});
  };
  useEffect(() => setChosen({}), [number, conversation.viber, conversation.sms]);
  const [open, setOpen] = useState(false);
  const own = magic(number);
  const now = VIBER_FATES.find(([value]) => value === viber)?.[1] ?? viber;
  const code = refusal(number);
  if (code) return html`<p class="fate fate-refused">A magic number: every message to it is refused with code ${code}.</p>`;
  return html`<section class="fate" aria-label="Fate of the number">
    <button type="button" class="fate-button" aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>
      <${Icon} name=${open ? 'up' : 'down'} />Fate: <span class="fate-now">${now}${sms === 'Delivered' ? '' : `, SMS ${sms}`}</span>
      ${own && html` <span class="tag">magic number</span>`}</button>
    ${open && html`<div class="fate-body">
      ${own && html`<p class="fate-magic">A magic number: ${own}, unless you choose otherwise.</p>`}
      <fieldset class="chips">
        <legend>Viber messages sent from now on</legend>
        ${VIBER_FATES.map(([value, name]) => html`<label key=${value} class="chip">
          <input type="radio" name="viber-fate" value=${value} checked=${value === viber} onChange=${() => choose({ viber: value })} /><span>${name}</span>
        </label>`)}
      </fieldset>
      <div class="fate-line">
        <span><label for="sms-fate">SMS end as</label>
          <select id="sms-fate" value=${sms} onChange=${(event) => choose({ sms: event.currentTarget.value })}>
            ${SMS_FATES.map((value) => html`<option key=${value} value=${value}>${value}</option>`)}
          </select></span>
        <button type="button" class="quiet" disabled=${change.busy} onClick=${() => change.run({ viber: null, sms: null })}>Back to its own</button>
      </div>
      <${Problem} text=${change.problem} />
    </div>`}
  </section>`;
}
