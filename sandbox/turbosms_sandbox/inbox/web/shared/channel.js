// The way that a message has taken.
import { html } from './html.js';
import { Icon } from './icon.js';
import { CHANNELS, DELIVERED, reason } from '../service/statuses.js';

export function Channel({ type }) {
  return html`<span class="channel channel-${type}"><${Icon} name=${type} />${CHANNELS[type]}</span>`;
}

// The failed Viber message stands before the SMS that took its place; an SMS that may still follow stands behind.
export function Path({ message }) {
  const { type, hybrid, fallback, status } = message;
  if (fallback) {
    return html`<span class="path" title=${reason(fallback.reason)}><span class="path-failed"><${Channel} type="viber" /></span
      ><${Icon} name="arrow" /><span class="unseen"> failed, then </span><${Channel} type="sms" /></span>`;
  }
  const waits = hybrid && type === 'viber' && !DELIVERED.has(status);
  return html`<span class="path"><${Channel} type=${type} />${waits &&
    html`<span class="path-waiting" title="An SMS follows if Viber fails"><span aria-hidden="true">else SMS</span><span class="unseen"> and SMS if that fails</span></span>`}</span>`;
}
