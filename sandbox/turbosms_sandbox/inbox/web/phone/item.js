// One thing in the conversation, with what stands above it: a new day, or the way over from Viber
// to SMS.
/** @import { ConversationItem } from '../service/types' */
import { markAsRead } from '../control/commands.js';
import { reasonOf } from '../service/statuses.js';
import { dayOf, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { memo } from '../shared/memo.js';
import { Problem, useTask } from '../shared/task.js';
import { TEXTS } from '../texts/texts.js';
import { Bubble } from './bubble.js';

/** @param {{ item: ConversationItem }} properties */
function ReadButton({ item }) {
  const read = useTask(() => markAsRead(item.message_id));
  return html`<button type="button" class="quiet bubble-read" disabled=${read.busy}
      onClick=${() => read.run()}>${TEXTS.phone.markAsRead}</button>
    <${Problem} text=${read.problem} />`;
}

/**
 * `address`: that of its details, if it has any.
 * @param {{
 *   item: ConversationItem, address: string | null,
 *   isNewDay: boolean, isScheduled: boolean, isSelected: boolean,
 * }} properties
 */
function drawItem({ item, address, isNewDay, isScheduled, isSelected }) {
  const { fallback } = item;
  return html`<li class="item">
    ${isNewDay && html`<p class="day">${dayOf(item.at)}</p>`}
    ${fallback && html`<p class="fallback">
      <strong>Viber → SMS</strong> ${timeOf(fallback.at)} · ${reasonOf(fallback.reason)}
    </p>`}
    <${Bubble} item=${item} address=${address} isScheduled=${isScheduled} isSelected=${isSelected}>
      ${item.can_read && !item.read && html`<${ReadButton} item=${item} />`}
    <//>
  </li>`;
}

export const Item = memo(drawItem);
