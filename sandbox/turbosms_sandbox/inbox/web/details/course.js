// What happened to a message on one channel.
import { html } from '../shared/html.js';
import { Channel } from '../shared/channel.js';
import { Link, Linkified } from '../shared/links.js';
import { Ticks } from '../shared/status.js';
import { dayOf, money, timeOf } from '../shared/format.js';
import { reason } from '../service/statuses.js';

const YES = { 1: 'yes', 0: '' };
const when = (at) => (at ? `${dayOf(at)}, ${timeOf(at)}` : '');

// Names and values; what is empty is left out.
function facts(channel) {
  return [
    ['Sender', html`<bdi dir="auto">${channel.sender}</bdi>`],
    ['Kind', channel.kind],
    ['Rate', channel.rate],
    ['Segments', channel.segments],
    ['Cost', `${money(channel.price)} UAH`],
    ['Start time', when(channel.start)],
    ['Time to live', channel.ttl && `${channel.ttl} s`],
    ['Rejected', channel.rejected_status && `${channel.rejected_status}: ${reason(channel.rejected_status)}`],
    ['Button', channel.caption && html`<bdi dir="auto">${channel.caption}</bdi>`],
    ['Leads to', channel.action && html`<${Link} address=${channel.action} />`],
    ['Image', channel.image_url && html`<${Link} address=${channel.image_url} />`],
    ['File id', channel.file_id],
    ['Clicks counted', YES[channel.count_clicks]],
    ['Clicked', when(channel.click_time)],
    ['Flash', YES[channel.is_flash]],
  ].filter(([, value]) => value);
}

export function Course({ channel }) {
  return html`<section class="course course-${channel.type}" aria-label="Course on ${channel.type === 'sms' ? 'SMS' : 'Viber'}">
    <h3><${Channel} type=${channel.type} /></h3>
    <ol class="timeline">
      ${channel.statuses.map(({ status, at }) => html`<li key=${status + at}><${Ticks} status=${status} />
        <time title=${dayOf(at)}>${at.slice(0, 10) === channel.added.slice(0, 10) ? '' : `${dayOf(at)}, `}${timeOf(at)}</time></li>`)}
    </ol>
    <dl class="facts">${facts(channel).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    ${channel.text && html`<p class="course-text" dir="auto"><${Linkified} text=${channel.text} /></p>`}
  </section>`;
}
