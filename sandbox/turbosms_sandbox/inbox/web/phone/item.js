// One thing in the conversation, with what stands above it: a new day, or the way over from Viber to SMS.
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { Bubble } from './bubble.js';
import { call } from '../control/control_plane.js';
import { dayOf, timeOf } from '../shared/format.js';
import { Steady } from '../shared/memo.js';
import { reason } from '../service/statuses.js';

function Read({ item }) {
  const read = useAction(() => call('POST', '/sandbox/reads', { message_id: item.message_id }));
  return html`<button type="button" class="quiet bubble-read" disabled=${read.busy} onClick=${read.run}>Mark as read</button>
    <${Problem} text=${read.problem} />`;
}

export class Item extends Steady {
  render({ item, newDay, scheduled, address, selected }) {
    const { fallback } = item;
    return html`<li class="item">
      ${newDay && html`<p class="day">${dayOf(item.at)}</p>`}
      ${fallback && html`<p class="fallback"><strong>Viber → SMS</strong> ${timeOf(fallback.at)} · ${reason(fallback.reason)}</p>`}
      <${Bubble} item=${item} scheduled=${scheduled} address=${address} selected=${selected}>
        ${item.can_read && !item.read && html`<${Read} item=${item} />`}
      <//>
    </li>`;
  }
}
