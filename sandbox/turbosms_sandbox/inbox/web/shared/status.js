// How far a message has come: a drawing and the word for it.
import { html } from './html.js';
import { Icon } from './icon.js';
import { timeOf } from './format.js';
import { FAILED, PENDING } from '../service/statuses.js';

function look(status) {
  if (status === 'Read') return ['ticks', 'read'];
  if (status === 'Delivered') return ['ticks', 'delivered'];
  if (status === 'Sent') return ['tick', 'sent'];
  if (FAILED.has(status)) return ['failed', 'failed'];
  return PENDING.has(status) ? ['waiting', 'waiting'] : ['unknown', 'unknown'];
}

export function Ticks({ status, at }) {
  const [icon, tone] = look(status);
  return html`<span class="ticks ticks-${tone}"><${Icon} name=${icon} />${status}${at && html` <time>${timeOf(at)}</time>`}</span>`;
}

// Every step so far with its time.
export function Steps({ statuses }) {
  return html`<ol class="steps">${statuses.map(({ status, at }) => html`<li key=${status + at}><${Ticks} status=${status} at=${at} /></li>`)}</ol>`;
}
