// A message as it looks on the recipient's phone, and beneath it what became of it.
/** @import { ComponentChildren } from 'preact' */
/** @import { ConversationItem } from '../service/types' */
import { clickButton } from '../control/commands.js';
import { CHANNEL_NAMES, FAILED, PENDING, reasonOf } from '../service/statuses.js';
import { dayOf, money, plain, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { Linkified } from '../shared/links.js';
import { StatusChanges } from '../shared/status.js';
import { Problem, useTask } from '../shared/task.js';
import { Attachment, Picture, Target } from './attachment.js';

/** @param {ConversationItem} item */
function titleOf({ channel, direction, kind, is_flash, sender }) {
  const name = plain(sender);
  if (direction === 'out') return `Reply to ${name}`;
  if (kind === 'session') return `Viber chat message from ${name}`;
  return is_flash ? `Flash SMS from ${name}` : `${CHANNEL_NAMES[channel]} from ${name}`;
}

// Why it is not on the phone, if it is not.
/**
 * @param {ConversationItem} item
 * @param {boolean} isScheduled
 */
function absenceOf({ status, rejected_status, start, channel }, isScheduled) {
  if (FAILED.has(status)) {
    const last = channel === 'viber' ? status : `ended as ${status}`;
    return `Not on the phone: ${reasonOf(rejected_status || last)}`;
  }
  if (!PENDING.has(status)) return '';
  if (isScheduled && start) return `Scheduled for ${dayOf(start)}, ${timeOf(start)}`;
  return 'On its way';
}

/** @param {{ item: ConversationItem }} properties */
function Button({ item }) {
  const click = useTask(() => clickButton(item.message_id));
  const caption = html`<bdi dir="auto">${item.caption}</bdi>`;
  return html`<div class="bubble-action">
    ${item.can_click
      ? html`<button type="button" class="bubble-button" disabled=${click.busy}
          onClick=${() => click.run()}>${caption}</button>`
      : html`<span class="bubble-button bubble-button-off">${caption}</span>`}
    ${item.clicked && html`<span class="bubble-clicked">Clicked ${timeOf(item.clicked)}</span>`}
    <${Target} address=${item.action} />
    <${Problem} text=${click.problem} />
  </div>`;
}

/** @param {{ item: ConversationItem }} properties */
function Head({ item }) {
  const { channel, direction, sender, is_flash, rate } = item;
  const isTagged = rate === 'transactional' || rate === 'session';
  return html`<header class="bubble-head">
    <span class="bubble-channel"><${Icon} name=${channel} />${CHANNEL_NAMES[channel]}</span>
    <bdi class="bubble-sender" dir="auto">${direction === 'out' ? `to ${sender}` : sender}</bdi>
    ${is_flash ? html`<span class="tag">Flash</span>` : null}
    ${isTagged ? html`<span class="tag">${rate}</span>` : null}
  </header>`;
}

/** @param {{ item: ConversationItem }} properties */
function Body({ item }) {
  const hasButton = item.caption && item.kind !== 'file' && item.direction === 'in';
  return html`<div class="bubble-body">
    <${Picture} item=${item} />
    ${item.text && html`<p class="bubble-text" dir="auto"><${Linkified} text=${item.text} /></p>`}
    ${item.file && html`<${Attachment} file=${item.file} />`}
    ${hasButton && html`<${Button} item=${item} />`}
  </div>`;
}

/**
 * @param {{
 *   item: ConversationItem, address: string | null, isScheduled: boolean, isSelected: boolean,
 *   children?: ComponentChildren,
 * }} properties
 */
export function Bubble({ item, address, isScheduled, isSelected, children }) {
  const { channel, direction, status, price } = item;
  const absence = absenceOf(item, isScheduled);
  const classes = ['bubble', `bubble-${channel}`, `bubble-${direction}`];
  if (FAILED.has(status)) classes.push('bubble-ghost');
  if (isSelected) classes.push('bubble-selected');
  return html`<article class=${classes.join(' ')} aria-label=${titleOf(item)}
    data-item-id=${item.id} data-message-id=${item.message_id ?? undefined}>
    <${Head} item=${item} />
    ${absence && html`<p class="bubble-absence">${absence}</p>`}
    <${Body} item=${item} />
    <footer class="bubble-foot">
      ${direction === 'out'
        ? html`<time>${timeOf(item.at)}</time>`
        : html`<${StatusChanges} statuses=${item.statuses} />`}
      ${price ? html`<span class="bubble-price">${money(price)} UAH</span>` : null}
      ${address && html`<a class="bubble-details" href=${address}>Details</a>`}
      ${children}
    </footer>
  </article>`;
}
