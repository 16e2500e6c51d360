// One message of the list.
/** @import { Message } from '../service/types' */
import { firstLine, money, shortTime } from '../shared/format.js';
import { html } from '../shared/html.js';
import { memo } from '../shared/memo.js';
import { Status } from '../shared/status.js';
import { TEXTS } from '../texts/texts.js';
import { Path } from './path.js';

/**
 * `start`: when it goes out, if it still waits.
 * @typedef {{
 *   message: Message, address: string, start: string, today: string,
 *   isSelected: boolean, isReachable: boolean,
 * }} RowProperties
 */

/** @param {{ start: string }} properties */
function Start({ start }) {
  return html`<span class="tag row-start" dir="ltr">${TEXTS.list.scheduled(start)}</span> `;
}

/** @param {RowProperties} properties */
function drawRow({ message, address, start, today, isSelected, isReachable }) {
  const { channels, created, recipient, status } = message;
  const shown = channels.find(({ type }) => type === message.type) ?? channels[0];
  const price = channels.reduce((sum, channel) => sum + channel.price, 0);
  const isImage = shown.image_url || shown.kind === 'image_file';
  const blank = isImage ? TEXTS.list.image : TEXTS.list.noText;
  const text = firstLine(shown.text || shown.caption || '') || blank;
  return html`<li class="row" data-message-id=${message.message_id}>
    <a class="row-link" href=${address} aria-current=${isSelected ? 'true' : undefined}
      tabindex=${isReachable ? 0 : -1}>
      <span class="row-who"><bdi class="row-recipient">${recipient}</bdi>${' '}
        <bdi class="row-sender" dir="auto">${shown.sender}</bdi></span>${' '}
      <span class="row-text" dir="auto">
        ${start && html`<${Start} start=${start} />`}${text}
      </span>${' '}
      <span class="row-course">
        <span class="row-path"><${Path} message=${message} /></span>${' '}
        <span class="row-status"><${Status} status=${status} /></span>
      </span>${' '}
      <span class="row-price">${money(price)}<span
        class="row-currency"> ${TEXTS.format.currency}</span></span>${' '}
      <time class="row-time">${shortTime(created, today)}</time>
    </a>
  </li>`;
}

export const MessageRow = memo(drawRow);
