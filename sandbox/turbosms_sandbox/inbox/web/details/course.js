// What happened to a message on one channel.
/** @import { Channel } from '../service/types' */
import { CHANNEL_NAMES, kindOf, rateOf, reasonOf } from '../service/statuses.js';
import { ChannelLabel } from '../shared/channel.js';
import { dayOf, isSameDay, price, secondsOf, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Link, Linkified } from '../shared/links.js';
import { Status } from '../shared/status.js';
import { TEXTS } from '../texts/texts.js';

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
    [TEXTS.details.sender, html`<bdi dir="auto">${sender}</bdi>`],
    [TEXTS.details.kind, kindOf(channel.kind)],
    [TEXTS.details.rate, rateOf(channel.rate)],
    [TEXTS.details.segments, channel.segments],
    [TEXTS.details.cost, price(channel.price)],
    [TEXTS.details.startTime, momentOf(channel.start)],
    [TEXTS.details.timeToLive, ttl && secondsOf(ttl)],
    [TEXTS.details.rejected, rejected && `${rejected}: ${reasonOf(rejected)}`],
    [TEXTS.details.button, caption && html`<bdi dir="auto">${caption}</bdi>`],
    [TEXTS.details.leadsTo, linkTo(channel.action)],
    [TEXTS.details.image, linkTo(channel.image_url)],
    [TEXTS.details.fileId, channel.file_id],
    [TEXTS.details.clicksCounted, channel.count_clicks && TEXTS.details.yes],
    [TEXTS.details.clicked, momentOf(channel.click_time)],
    [TEXTS.details.flash, channel.is_flash && TEXTS.details.yes],
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
  return html`<section class="course course-${type}"
    aria-label=${TEXTS.details.courseOn(CHANNEL_NAMES[type])}>
    <h3><${ChannelLabel} type=${type} /></h3>
    <${Timeline} channel=${channel} />
    <dl class="facts">
      ${factsOf(channel).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    </dl>
    ${text && html`<p class="course-text" dir="auto"><${Linkified} text=${text} /></p>`}
  </section>`;
}
