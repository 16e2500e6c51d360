// Everything about one message: its course on each channel, what webhooks were told about it, and
// the calls that were answered with it.
/** @import { Call, Message } from '../service/types' */
/** @import { State } from '../store/state' */
import { useOpenedMessage } from '../control/opened_message.js';
import { reasonOf } from '../service/statuses.js';
import { CopyButton } from '../shared/copy.js';
import { dayOf, price, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem } from '../shared/task.js';
import { useSelection, useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { FoldedCall } from './call_body.js';
import { Callbacks } from './callbacks.js';
import { useCloseWhenGone } from './close_when_gone.js';
import { Course } from './course.js';
import { PaneHead } from './pane_head.js';

/** @param {{ message: Message }} properties */
function Facts({ message }) {
  const { message_id, recipient, created, channels } = message;
  const cost = channels.reduce((sum, channel) => sum + channel.price, 0);
  return html`<dl class="facts">
    <dt>${TEXTS.details.messageId}</dt>
    <dd><code>${message_id}</code>${' '}
      <${CopyButton} text=${message_id} label=${TEXTS.details.copyMessageId} /></dd>
    <dt>${TEXTS.details.recipient}</dt>
    <dd><code>${recipient}</code>${' '}
      <${CopyButton} text=${recipient} label=${TEXTS.details.copyNumber} /></dd>
    <dt>${TEXTS.details.created}</dt><dd>${dayOf(created)}, ${timeOf(created)}</dd>
    <dt>${TEXTS.details.cost}</dt><dd>${price(cost)}</dd>
  </dl>`;
}

/** @param {{ message: Message }} properties */
function Courses({ message }) {
  const { channels, fallback } = message;
  return channels.map((channel) => html`<div key=${channel.type}>
    ${channel.type === 'sms' && fallback && html`<p class="fallback">
      <strong>Viber → SMS</strong> ${timeOf(fallback.at)} · ${reasonOf(fallback.reason)}
    </p>`}
    <${Course} channel=${channel} />
  </div>`);
}

/** @param {{ calls: Call[] }} properties */
function Calls({ calls }) {
  return html`<h3>${TEXTS.details.calls}</h3>
    ${calls.map((call, index) => html`<${FoldedCall} key=${call.number} call=${call}
      open=${index === 0} />`)}
    ${!calls.length && html`<p class="nothing">${TEXTS.details.callsGone}</p>`}`;
}

// Stands for all of the state that concerns a message.
/**
 * @param {State} state
 * @param {string} id
 */
function versionOf({ messageList, conversation, callList, connection, webhookCalls }, id) {
  const message = messageList.messages.find(({ message_id }) => message_id === id);
  const items = conversation?.items.filter(({ message_id }) => message_id === id) ?? [];
  const progress = items.map(({ status, read, clicked }) => [status, read, clicked]);
  const { link, life } = connection;
  return [message?.status, callList.calls[0]?.number, link, life, webhookCalls, ...progress].join();
}

export function MessageDetails() {
  const { id } = useStore('route');
  const version = useSelection((state) => versionOf(state, id));
  const { message, calls, callbacks, problem, isGone } = useOpenedMessage(id, version);
  useCloseWhenGone(message, isGone);
  return html`<section class="details" aria-labelledby="details-title">
    <${PaneHead} id="details-title" title=${TEXTS.details.message} back=${TEXTS.details.phone} />
    <div class="pane-body">
      <${Problem} text=${problem} />
      ${message && html`<${Facts} message=${message} />
        <${Courses} message=${message} />
        <${Callbacks} callbacks=${callbacks} messageId=${message.message_id} />
        <${Calls} calls=${calls} />`}
    </div>
  </section>`;
}
