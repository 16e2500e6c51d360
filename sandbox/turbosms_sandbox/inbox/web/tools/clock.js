// The virtual clock: what it says, and moving it forward.
import { useState } from 'preact/hooks';
import { advanceClock } from '../control/commands.js';
import { Dialog } from '../shared/dialog.js';
import { onSubmission, withValue } from '../shared/fields.js';
import { dayOf, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { useVirtualTime } from '../store/virtual_time.js';

/** @type {[name: string, seconds: number][]} */
const STEPS = [['+1 minute', 60], ['+1 hour', 3600], ['+1 day', 86400]];
/** @type {[name: string, seconds: number][]} */
const UNITS = [['seconds', 1], ['minutes', 60], ['hours', 3600], ['days', 86400]];
const HINT =
  'Moving it forward lets statuses, deferred messages, ttl and sessions come to pass at once. ' +
  'It never goes back.';

/** @param {{ onOpen: () => void }} properties */
export function ClockButton({ onOpen }) {
  const time = useVirtualTime();
  return html`<button type="button" class="tool" onClick=${onOpen}>
    <span class="tool-name tool-long">Clock</span>${' '}
    <span class="tool-value">${time ? timeOf(time) : '…'}</span>
  </button>`;
}

function Now() {
  const time = useVirtualTime();
  return html`<p class="clock-now">
    ${time && html`<time>${timeOf(time)}</time> ${dayOf(time)}, Kyiv`}
  </p>`;
}

/** @param {{ isBusy: boolean, onMove: (seconds: number) => void }} properties */
function OwnAmount({ isBusy, onMove }) {
  const [amount, setAmount] = useState('');
  const [unit, setUnit] = useState(60);
  const submit = onSubmission(() => {
    if (amount !== '') onMove(Number(amount) * unit);
  });
  return html`<form class="button-line" noValidate onSubmit=${submit}>
    <label class="unseen" for="clock-amount">Own amount</label>
    <input id="clock-amount" class="short" type="number" step="any" placeholder="Own amount"
      value=${amount} onInput=${withValue(setAmount)} />
    <label class="unseen" for="clock-unit">Unit</label>
    <select id="clock-unit" value=${unit} onChange=${withValue((value) => setUnit(Number(value)))}>
      ${UNITS.map(([name, seconds]) => html`<option key=${name} value=${seconds}>${name}</option>`)}
    </select>
    <button type="submit" class="primary" disabled=${isBusy || amount === ''}>Move forward</button>
  </form>`;
}

/** @param {{ onClose: () => void }} properties */
export function ClockDialog({ onClose }) {
  const move = useTask(advanceClock);
  return html`<${Dialog} title="Clock" onClose=${onClose}>
    <${Now} />
    <p class="hint">${HINT}</p>
    <div class="button-line">
      ${STEPS.map(([name, seconds]) => html`<button key=${name} type="button" disabled=${move.busy}
        onClick=${() => move.run(seconds)}>${name}</button>`)}
    </div>
    <${OwnAmount} isBusy=${move.busy} onMove=${move.run} />
    <${Problem} text=${move.problem} />
  <//>`;
}
