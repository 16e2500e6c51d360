// One message of the list.
import { html } from '../shared/html.js';
import { Path } from '../shared/channel.js';
import { Ticks } from '../shared/status.js';
import { firstLine, money, shortTime } from '../shared/format.js';
import { Steady } from '../shared/memo.js';

export class Row extends Steady {
  render({ message, address, selected, reachable, starts, today }) {
    const { channels, created, recipient, status } = message;
    const shown = channels.find(({ type }) => type === message.type) ?? channels[0];
    const price = channels.reduce((sum, channel) => sum + channel.price, 0);
    const text = firstLine(shown.text || shown.caption);
    return html`<li class="row" data-message-id=${message.message_id}>
      <a class="row-link" href=${address} aria-current=${selected ? 'true' : undefined} tabindex=${reachable ? 0 : -1}>
        <span class="row-who"><bdi class="row-recipient">${recipient}</bdi> <bdi class="row-sender" dir="auto">${shown.sender}</bdi></span>${' '}
        <span class="row-text" dir="auto">${starts && html`<span class="tag row-start" dir="ltr">for ${starts}</span> `}${text || (shown.image_url || shown.kind === 'image_file' ? 'Image' : 'No text')}</span>${' '}
        <span class="row-course"><span class="row-path"><${Path} message=${message} /></span> <span class="row-status"><${Ticks} status=${status} /></span></span>${' '}
        <span class="row-price">${money(price)}<span class="row-currency"> UAH</span></span>${' '}
        <time class="row-time">${shortTime(created, today)}</time>
      </a>
    </li>`;
  }
}
