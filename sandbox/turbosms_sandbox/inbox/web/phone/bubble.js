// A message as it looks on the recipient's phone, and beneath it what became of it.
/** @import { ComponentChildren } from 'preact' */
/** @import { ConversationItem } from '../service/types' */
import { clickButton } from '../control/commands.js';
import { CHANNEL_NAMES, FAILED, nameOf, PENDING, rateOf, reasonOf } from '../service/statuses.js';
import { dayOf, plain, price as priceOf, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { Linkified } from '../shared/links.js';
import { StatusChanges } from '../shared/status.js';
import { Problem, useTask } from '../shared/task.js';
import { TEXTS } from '../texts/texts.js';
import { Attachment, Picture, Target } from './attachment.js';

/** @param {ConversationItem} item */
function titleOf({ channel, direction, kind, is_flash, sender }) {
  const name = plain(sender);
  if (direction === 'out') return TEXTS.phone.replyTo(name);
  if (kind === 'session') return TEXTS.phone.chatMessageFrom(name);
  if (is_flash) return TEXTS.phone.flashFrom(name);
  return TEXTS.phone.messageFrom(CHANNEL_NAMES[channel], name);
}

// Why it is not on the phone, if it is not.
/**
 * @param {ConversationItem} item
 * @param {boolean} isScheduled
 */
function absenceOf({ status, rejected_status, start, channel }, isScheduled) {
  if (FAILED.has(status)) {
    const isPlainEnd = channel !== 'viber' && !rejected_status;
    const end = isPlainEnd ? TEXTS.phone.endedAs(nameOf(status)) : '';
    return TEXTS.phone.absent(end || reasonOf(rejected_status || status));
  }
  if (!PENDING.has(status)) return '';
  if (!isScheduled || !start) return TEXTS.phone.onItsWay;
  return TEXTS.phone.scheduledFor(`${dayOf(start)}, ${timeOf(start)}`);
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
    ${item.clicked && html`<span class="bubble-clicked">
      ${TEXTS.phone.clicked(timeOf(item.clicked))}</span>`}
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
    <bdi class="bubble-sender" dir="auto">
      ${direction === 'out' ? TEXTS.phone.to(sender) : sender}</bdi>
    ${is_flash ? html`<span class="tag">${TEXTS.phone.flash}</span>` : null}
    ${isTagged ? html`<span class="tag">${rateOf(rate)}</span>` : null}
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
      ${price ? html`<span class="bubble-price">${priceOf(price)}</span>` : null}
      ${address && html`<a class="bubble-details" href=${address}>
        ${TEXTS.phone.details}</a>`}
      ${children}
    </footer>
  </article>`;
}
