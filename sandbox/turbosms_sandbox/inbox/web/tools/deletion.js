// Taking messages from the inbox.
import { deleteMessages } from '../control/commands.js';
import { CHANNEL_NAMES, nameOf } from '../service/statuses.js';
import { plural } from '../shared/format.js';
import { html } from '../shared/html.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { Confirm } from './confirm.js';

// The messages that the filters find, in words.
function Found() {
  const { search, status, channel, sender } = useStore('route');
  const { total } = useStore('inbox');
  const conditions = [
    search && TEXTS.deletion.withText(html`<bdi dir="auto">${search}</bdi>`),
    status && TEXTS.deletion.withStatus(nameOf(status)),
    channel && TEXTS.deletion.byChannel(CHANNEL_NAMES[channel]),
    sender && TEXTS.deletion.fromSender(html`<bdi dir="auto">${sender}</bdi>`),
  ].filter(Boolean);
  if (!conditions.length) return plural(total, TEXTS.counts.messages);
  const listed = conditions.map((condition, index) => [index > 0 && TEXTS.deletion.and, condition]);
  return html`${TEXTS.deletion.every}${listed}`;
}

/** @param {{ onClose: () => void }} properties */
export function DeletionDialog({ onClose }) {
  const route = useStore('route');
  const question = TEXTS.deletion.question(html`<${Found} />`);
  return html`<${Confirm} title=${TEXTS.deletion.title} question=${question}
    verb=${TEXTS.deletion.verb} onConfirm=${() => deleteMessages(route)} onClose=${onClose} />`;
}
