// The virtual clock: what it says, and moving it forward.
import { useState } from 'preact/hooks';
import { advanceClock } from '../control/commands.js';
import { Dialog } from '../shared/dialog.js';
import { onSubmission, withValue } from '../shared/fields.js';
import { dayOf, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { useVirtualTime } from '../store/virtual_time.js';
import { TEXTS } from '../texts/texts.js';

/** @type {[name: string, seconds: number][]} */
const STEPS = [[TEXTS.clock.minute, 60], [TEXTS.clock.hour, 3600], [TEXTS.clock.day, 86400]];
/** @type {[name: string, seconds: number][]} */
const UNITS = [
  [TEXTS.clock.seconds, 1],
  [TEXTS.clock.minutes, 60],
  [TEXTS.clock.hours, 3600],
  [TEXTS.clock.days, 86400],
];

/** @param {{ onOpen: () => void }} properties */
export function ClockButton({ onOpen }) {
  const time = useVirtualTime();
  return html`<button type="button" class="tool" onClick=${onOpen}>
    <span class="tool-name tool-long">${TEXTS.clock.title}</span>${' '}
    <span class="tool-value">${time ? timeOf(time) : '…'}</span>
  </button>`;
}

function Now() {
  const time = useVirtualTime();
  return html`<p class="clock-now">
    ${time && html`<time>${timeOf(time)}</time> ${TEXTS.clock.inKyiv(dayOf(time))}`}
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
    <label class="unseen" for="clock-amount">${TEXTS.clock.ownAmount}</label>
    <input id="clock-amount" class="short" type="number" step="any"
      placeholder=${TEXTS.clock.ownAmount} value=${amount} onInput=${withValue(setAmount)} />
    <label class="unseen" for="clock-unit">${TEXTS.clock.unit}</label>
    <select id="clock-unit" value=${unit} onChange=${withValue((value) => setUnit(Number(value)))}>
      ${UNITS.map(([name, seconds]) => html`<option key=${name} value=${seconds}>${name}</option>`)}
    </select>
    <button type="submit" class="primary" disabled=${isBusy || amount === ''}>
      ${TEXTS.clock.move}</button>
  </form>`;
}

/** @param {{ onClose: () => void }} properties */
export function ClockDialog({ onClose }) {
  const move = useTask(advanceClock);
  return html`<${Dialog} title=${TEXTS.clock.title} onClose=${onClose}>
    <${Now} />
    <p class="hint">${TEXTS.clock.hint}</p>
    <div class="button-line">
      ${STEPS.map(([name, seconds]) => html`<button key=${name} type="button" disabled=${move.busy}
        onClick=${() => move.run(seconds)}>${name}</button>`)}
    </div>
    <${OwnAmount} isBusy=${move.busy} onMove=${move.run} />
    <${Problem} text=${move.problem} />
  <//>`;
}
