// What webhooks were told about a message: each attempt, when the next one is due, another one.
/** @import { Callback, WebhookCall } from '../service/types' */
import { resendEvent } from '../control/commands.js';
import { dayOf, isSameDay, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';

const SUCCESS = 200;

/** @param {WebhookCall} attempt */
const outcomeOf = ({ status, failure }) => (status === null ? failure : `HTTP ${status}`);

/** @param {{ attempt: WebhookCall }} properties */
function Attempt({ attempt }) {
  const { date, fault, status, data } = attempt;
  const began = data.dlr_date ?? data.click_time ?? date;
  const day = isSameDay(date, began) ? '' : `${dayOf(date)}, `;
  return html`<li class=${status === SUCCESS ? 'told' : 'untold'}>
    <span>Try ${attempt.try}: ${outcomeOf(attempt)}${fault && ` (fault ${fault})`}</span>
    <time title=${dayOf(date)}>${day}${timeOf(date)}</time>
  </li>`;
}

/** @param {{ callback: Callback }} properties */
function ToldWebhook({ callback }) {
  const { id, url, type, data, attempts, next_attempt: next } = callback;
  const resend = useTask(() => resendEvent(id));
  const name = [type, data.status].filter(Boolean).join(' ');
  return html`<section class="callback" aria-label="Callback ${name}">
    <p class="callback-head"><strong>${name}</strong>
      <button type="button" disabled=${resend.busy}
        onClick=${() => resend.run()}>Resend</button></p>
    <p class="callback-url"><bdi dir="auto">${url}</bdi></p>
    <ol class="attempts">
      ${attempts.map((attempt) => html`<${Attempt} key=${attempt.try} attempt=${attempt} />`)}
    </ol>
    ${next && html`<p class="callback-next">Next try ${dayOf(next)}, ${timeOf(next)}</p>`}
    <${Problem} text=${resend.problem} />
  </section>`;
}

/** @param {{ callbacks: Callback[] }} properties */
export function Callbacks({ callbacks }) {
  if (!callbacks.length) return null;
  return html`<h3>What webhooks were told</h3>
    ${callbacks.map((callback) =>
      html`<${ToldWebhook} key=${callback.id + callback.url} callback=${callback} />`)}`;
}
