// Moving the virtual clock.
import { useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call } from '../control/control_plane.js';
import { Dialog } from '../shared/dialog.js';
import { dayOf, timeOf } from '../shared/format.js';
import { useNow } from '../store/virtual_time.js';

const STEPS = [['+1 minute', 60], ['+1 hour', 3600], ['+1 day', 86400]];
const UNITS = [['seconds', 1], ['minutes', 60], ['hours', 3600], ['days', 86400]];

export function ClockButton({ state, onOpen }) {
  const time = useNow(state);
  return html`<button type="button" class="tool" onClick=${onOpen}><span class="tool-name tool-long">Clock</span> <span class="tool-value">${time ? timeOf(time) : '…'}</span></button>`;
}

export function Clock({ state, onClose }) {
  const time = useNow(state);
  const [amount, setAmount] = useState('');
  const [unit, setUnit] = useState(60);
  const move = useAction((seconds) => call('POST', '/sandbox/clock', { advance: seconds }));
  const own = (event) => {
    event.preventDefault();
    if (amount !== '') move.run(Number(amount) * unit);
  };
  return html`<${Dialog} title="Clock" onClose=${onClose}>
    <p class="clock-now">${time && html`<time>${timeOf(time)}</time> ${dayOf(time)}, Kyiv`}</p>
    <p class="hint">Moving it forward lets statuses, deferred messages, ttl and sessions come to pass at once. It never goes back.</p>
    <div class="button-line">
      ${STEPS.map(([name, seconds]) => html`<button key=${name} type="button" disabled=${move.busy} onClick=${() => move.run(seconds)}>${name}</button>`)}
    </div>
    <form class="button-line" noValidate onSubmit=${own}>
      <label class="unseen" for="clock-amount">Own amount</label>
      <input id="clock-amount" class="short" type="number" step="any" placeholder="Own amount" value=${amount} onInput=${(event) => setAmount(event.currentTarget.value)} />
      <label class="unseen" for="clock-unit">Unit</label>
      <select id="clock-unit" value=${unit} onChange=${(event) => setUnit(Number(event.currentTarget.value))}>
        ${UNITS.map(([name, seconds]) => html`<option key=${name} value=${seconds}>${name}</option>`)}
      </select>
      <button type="submit" class="primary" disabled=${move.busy || amount === ''}>Move forward</button>
    </form>
    <${Problem} text=${move.problem} />
  <//>`;
}
