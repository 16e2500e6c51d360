// What happened to a message on one channel.
/** @import { Channel } from '../service/types' */
import { CHANNEL_NAMES, reasonOf } from '../service/statuses.js';
import { ChannelLabel } from '../shared/channel.js';
import { dayOf, isSameDay, money, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Link, Linkified } from '../shared/links.js';
import { Status } from '../shared/status.js';

/** @param {string | null | undefined} at */
const momentOf = (at) => (at ? `${dayOf(at)}, ${timeOf(at)}` : '');

/** @param {string | undefined} address */
const linkTo = (address) => address && html`<${Link} address=${address} />`;

// Names and values; what is empty is left out.
/** @param {Channel} channel */
function factsOf(channel) {
  const { sender, caption, ttl, rejected_status: rejected } = channel;
  /** @type {[name: string, value: unknown][]} */
  const facts = [
    ['Sender', html`<bdi dir="auto">${sender}</bdi>`],
    ['Kind', channel.kind],
    ['Rate', channel.rate],
    ['Segments', channel.segments],
    ['Cost', `${money(channel.price)} UAH`],
    ['Start time', momentOf(channel.start)],
    ['Time to live', ttl && `${ttl} s`],
    ['Rejected', rejected && `${rejected}: ${reasonOf(rejected)}`],
    ['Button', caption && html`<bdi dir="auto">${caption}</bdi>`],
    ['Leads to', linkTo(channel.action)],
    ['Image', linkTo(channel.image_url)],
    ['File id', channel.file_id],
    ['Clicks counted', channel.count_clicks && 'yes'],
    ['Clicked', momentOf(channel.click_time)],
    ['Flash', channel.is_flash && 'yes'],
  ];
  return facts.filter(([, value]) => value);
}

/** @param {{ channel: Channel }} properties */
function Timeline({ channel }) {
  const { statuses, added } = channel;
  return html`<ol class="timeline">
    ${statuses.map(({ status, at }) => html`<li key=${status + at}>
      <${Status} status=${status} />
      <time title=${dayOf(at)}>${isSameDay(at, added) ? '' : `${dayOf(at)}, `}${timeOf(at)}</time>
    </li>`)}
  </ol>`;
}

/** @param {{ channel: Channel }} properties */
export function Course({ channel }) {
  const { type, text } = channel;
  return html`<section class="course course-${type}" aria-label="Course on ${CHANNEL_NAMES[type]}">
    <h3><${ChannelLabel} type=${type} /></h3>
    <${Timeline} channel=${channel} />
    <dl class="facts">
      ${factsOf(channel).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    </dl>
    ${text && html`<p class="course-text" dir="auto"><${Linkified} text=${text} /></p>`}
  </section>`;
}
