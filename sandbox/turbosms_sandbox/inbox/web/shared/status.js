// How far a message has come: a drawing and the word for it.
/** @import { StatusChange } from '../service/types' */
import { FAILED, nameOf, PENDING } from '../service/statuses.js';
import { timeOf } from './format.js';
import { html } from './html.js';
import { Icon } from './icon.js';

/** @param {string} status */
function look(status) {
  if (status === 'Read') return { icon: 'ticks', tone: 'read' };
  if (status === 'Delivered') return { icon: 'ticks', tone: 'delivered' };
  if (status === 'Sent') return { icon: 'tick', tone: 'sent' };
  if (FAILED.has(status)) return { icon: 'failed', tone: 'failed' };
  if (PENDING.has(status)) return { icon: 'waiting', tone: 'waiting' };
  return { icon: 'unknown', tone: 'unknown' };
}

/** @param {{ status: string, at?: string }} properties */
export function Status({ status, at }) {
  const { icon, tone } = look(status);
  return html`<span class="ticks ticks-${tone}"><${Icon} name=${icon} />${nameOf(status)}${at &&
    html` <time>${timeOf(at)}</time>`}</span>`;
}

// Every status so far with its time.
/** @param {{ statuses: StatusChange[] }} properties */
export function StatusChanges({ statuses }) {
  return html`<ol class="steps">
    ${statuses.map(({ status, at }) => html`<li key=${status + at}>
      <${Status} status=${status} at=${at} />
    </li>`)}
  </ol>`;
}
