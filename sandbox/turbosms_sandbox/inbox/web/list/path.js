// The channels that a message takes.
/** @import { Message } from '../service/types' */
import { DELIVERED, reasonOf } from '../service/statuses.js';
import { ChannelLabel } from '../shared/channel.js';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { TEXTS } from '../texts/texts.js';

// The failed Viber message stands before the SMS that took its place; an SMS that may still follow
// stands behind.
/** @param {{ message: Message }} properties */
export function Path({ message }) {
  const { type, hybrid, fallback, status } = message;
  if (fallback) {
    return html`<span class="path" title=${reasonOf(fallback.reason)}>
      <span class="path-failed"><${ChannelLabel} type="viber" /></span>
      <${Icon} name="arrow" /><span class="unseen"> ${TEXTS.list.failedThen} </span>
      <${ChannelLabel} type="sms" />
    </span>`;
  }
  const mayFallBack = hybrid && type === 'viber' && !DELIVERED.has(status);
  return html`<span class="path">
    <${ChannelLabel} type=${type} />${mayFallBack && html`<${LaterSms} />`}
  </span>`;
}

function LaterSms() {
  return html`<span class="path-waiting" title=${TEXTS.list.smsFollows}>
    <span aria-hidden="true">${TEXTS.list.elseSms}</span><span
      class="unseen"> ${TEXTS.list.andSms}</span>
  </span>`;
}
