// What webhooks were told about a message: each attempt, when the next one is due, another one.
/** @import { Callback, EventData, WebhookCall } from '../service/types' */
import { resendEvent } from '../control/commands.js';
import { count, dayOf, isSameDay, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem, useTask } from '../shared/task.js';
import { TEXTS } from '../texts/texts.js';

const SUCCESS = 200;

/** @param {WebhookCall} attempt */
const outcomeOf = ({ status, failure }) => (status === null ? failure : `HTTP ${status}`);

// What an event says of the message: in an array stand other messages, too.
/** @param {EventData | EventData[]} data @param {string} messageId @returns {EventData} */
const ownData = (data, messageId) =>
  [data].flat().find((row) => row.message_id === messageId) ?? {};

/** @param {{ attempt: WebhookCall, data: EventData }} properties */
function Attempt({ attempt, data }) {
  const { date, fault, status } = attempt;
  const began = data.dlr_date ?? data.click_time ?? date;
  const day = isSameDay(date, began) ? '' : `${dayOf(date)}, `;
  return html`<li class=${status === SUCCESS ? 'told' : 'untold'}>
    <span>${TEXTS.callbacks.attempt(attempt.try, outcomeOf(attempt) ?? '')}${fault &&
      TEXTS.callbacks.fault(fault)}</span>
    <time title=${dayOf(date)}>${day}${timeOf(date)}</time>
  </li>`;
}

/** @param {{ callback: Callback, messageId: string }} properties */
function ToldWebhook({ callback, messageId }) {
  const { id, url, type, attempts, next_attempt: next } = callback;
  const data = ownData(callback.data, messageId);
  const others = [callback.data].flat().length - 1;
  const resend = useTask(() => resendEvent(id));
  const name = [type, data.status].filter(Boolean).join(' ');
  return html`<section class="callback" aria-label=${TEXTS.callbacks.label(name)}>
    <p class="callback-head"><strong>${name}</strong>
      <button type="button" disabled=${resend.busy}
        onClick=${() => resend.run()}>${TEXTS.callbacks.resend}</button></p>
    <p class="callback-url"><bdi dir="auto">${url}</bdi></p>
    ${others > 0 && html`<p class="callback-others">
      ${TEXTS.callbacks.others(count(others))}</p>`}
    <ol class="attempts">
      ${attempts.map((attempt) => html`<${Attempt}
        key=${attempt.try} attempt=${attempt} data=${data} />`)}
    </ol>
    ${next && html`<p class="callback-next">
      ${TEXTS.callbacks.next(`${dayOf(next)}, ${timeOf(next)}`)}</p>`}
    <${Problem} text=${resend.problem} />
  </section>`;
}

/** @param {{ callbacks: Callback[], messageId: string }} properties */
export function Callbacks({ callbacks, messageId }) {
  if (!callbacks.length) return null;
  return html`<h3>${TEXTS.callbacks.title}</h3>
    ${callbacks.map((callback) =>
      html`<${ToldWebhook} key=${callback.id + callback.url}
        callback=${callback} messageId=${messageId} />`)}`;
}
