// A message as it looks on the recipient's phone, and beneath it what became of it.
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { Attachment, Picture, Target } from './attachment.js';
import { call } from '../control/control_plane.js';
import { Icon } from '../shared/icon.js';
import { Linkified } from '../shared/links.js';
import { Steps } from '../shared/status.js';
import { dayOf, money, plain, timeOf } from '../shared/format.js';
import { CHANNELS, FAILED, PENDING, reason } from '../service/statuses.js';

function title({ channel, direction, kind, is_flash, sender }) {
  const name = plain(sender);
  if (direction === 'out') return `Reply to ${name}`;
  if (kind === 'session') return `Viber chat message from ${name}`;
  return is_flash ? `Flash SMS from ${name}` : `${CHANNELS[channel]} from ${name}`;
}

// Why it is not on the phone, if it is not.
function absence({ status, rejected_status, start, channel }, scheduled) {
  if (FAILED.has(status)) return `Not on the phone: ${reason(rejected_status || (channel === 'viber' ? status : `ended as ${status}`))}`;
  if (!PENDING.has(status)) return '';
  return scheduled ? `Scheduled for ${dayOf(start)}, ${timeOf(start)}` : 'On its way';
}

function Button({ item }) {
  const click = useAction(() => call('POST', '/sandbox/clicks', { message_id: item.message_id }));
  const caption = html`<bdi dir="auto">${item.caption}</bdi>`;
  return html`<div class="bubble-action">
    ${item.can_click
      ? html`<button type="button" class="bubble-button" disabled=${click.busy} onClick=${click.run}>${caption}</button>`
      : html`<span class="bubble-button bubble-button-off">${caption}</span>`}
    ${item.clicked && html`<span class="bubble-clicked">Clicked ${timeOf(item.clicked)}</span>`}
    <${Target} address=${item.action} />
    <${Problem} text=${click.problem} />
  </div>`;
}

export function Bubble({ item, selected, scheduled, address, children }) {
  const missing = absence(item, scheduled);
  const hasButton = item.caption && item.kind !== 'file' && item.direction === 'in';
  const kinds = [`bubble-${item.channel}`, `bubble-${item.direction}`, FAILED.has(item.status) && 'bubble-ghost', selected && 'bubble-selected'];
  return html`<article class=${['bubble', ...kinds.filter(Boolean)].join(' ')} aria-label=${title(item)} data-item-id=${item.id}
    data-message-id=${item.message_id ?? undefined}>
    <header class="bubble-head">
      <span class="bubble-channel"><${Icon} name=${item.channel} />${CHANNELS[item.channel]}</span>
      <bdi class="bubble-sender" dir="auto">${item.direction === 'out' ? `to ${item.sender}` : item.sender}</bdi>
      ${item.is_flash ? html`<span class="tag">Flash</span>` : null}
      ${item.rate === 'transactional' || item.rate === 'session' ? html`<span class="tag">${item.rate}</span>` : null}
    </header>
    ${missing && html`<p class="bubble-absence">${missing}</p>`}
    <div class="bubble-body">
      <${Picture} item=${item} />
      ${item.text && html`<p class="bubble-text" dir="auto"><${Linkified} text=${item.text} /></p>`}
      ${item.file && html`<${Attachment} file=${item.file} />`}
      ${hasButton && html`<${Button} item=${item} />`}
    </div>
    <footer class="bubble-foot">
      ${item.direction === 'out' ? html`<time>${timeOf(item.at)}</time>` : html`<${Steps} statuses=${item.statuses} />`}
      ${item.price ? html`<span class="bubble-price">${money(item.price)} UAH</span>` : null}
      ${address && html`<a class="bubble-details" href=${address}>Details</a>`}
      ${children}
    </footer>
  </article>`;
}
