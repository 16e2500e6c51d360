// The way that a message has taken.
import { html } from './html.js';
import { Icon } from './icons.js';
import { reason, CHANNELS } from './words.js';

export function Channel({ type }) {
  return html`<span class="channel channel-${type}"><${Icon} name=${type} />${CHANNELS[type]}</span>`;
}

// The failed Viber message stands before the SMS that took its place.
export function Path({ message }) {
  if (!message.fallback) return html`<span class="path"><${Channel} type=${message.type} /></span>`;
  return html`<span class="path" title=${reason(message.fallback.reason)}><span class="path-failed"><${Channel} type="viber" /></span
    ><${Icon} name="arrow" /><span class="unseen"> failed, then </span><${Channel} type="sms" /></span>`;
}
