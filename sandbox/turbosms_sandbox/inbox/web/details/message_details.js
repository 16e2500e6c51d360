// Everything about one message: its course on each channel, what webhooks were told about it, and
// the calls that were answered with it.
/** @import { Call, Message } from '../service/types' */
/** @import { State } from '../store/state' */
import { useOpenedMessage } from '../control/opened_message.js';
import { reasonOf } from '../service/statuses.js';
import { CopyButton } from '../shared/copy.js';
import { dayOf, money, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Problem } from '../shared/task.js';
import { useSelection, useStore } from '../store/store.js';
import { FoldedCall } from './call_body.js';
import { Callbacks } from './callbacks.js';
import { useCloseWhenGone } from './close_when_gone.js';
import { Course } from './course.js';
import { PaneHead } from './pane_head.js';

/** @param {{ message: Message }} properties */
function Facts({ message }) {
  const { message_id, recipient, created, channels } = message;
  const price = channels.reduce((sum, channel) => sum + channel.price, 0);
  return html`<dl class="facts">
    <dt>Message id</dt>
    <dd><code>${message_id}</code> <${CopyButton} text=${message_id} label="message id" /></dd>
    <dt>Recipient</dt>
    <dd><code>${recipient}</code> <${CopyButton} text=${recipient} label="number" /></dd>
    <dt>Created</dt><dd>${dayOf(created)}, ${timeOf(created)}</dd>
    <dt>Cost</dt><dd>${money(price)} UAH</dd>
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
  return html`<h3>Calls answered with this message</h3>
    ${calls.map((call, index) => html`<${FoldedCall} key=${call.number} call=${call}
      open=${index === 0} />`)}
    ${!calls.length && html`<p class="nothing">
      They are no longer kept: the log holds the latest calls only.
    </p>`}`;
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
    <${PaneHead} id="details-title" title="Message details" back="Phone" />
    <div class="pane-body">
      <${Problem} text=${problem} />
      ${message && html`<${Facts} message=${message} />
        <${Courses} message=${message} />
        <${Callbacks} callbacks=${callbacks} messageId=${message.message_id} />
        <${Calls} calls=${calls} />`}
    </div>
  </section>`;
}
