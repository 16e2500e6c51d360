// Taking messages from the inbox.
import { deleteMessages } from '../control/commands.js';
import { CHANNEL_NAMES } from '../service/statuses.js';
import { plural } from '../shared/format.js';
import { html } from '../shared/html.js';
import { useStore } from '../store/store.js';
import { Confirm } from './confirm.js';

// The messages that the filters find, in words.
function Found() {
  const { search, status, channel, sender } = useStore('route');
  const { total } = useStore('inbox');
  const conditions = [
    search && html`with “<bdi dir="auto">${search}</bdi>”`,
    status && `with the status ${status}`,
    channel && `by ${CHANNEL_NAMES[channel]}`,
    sender && html`from <bdi dir="auto">${sender}</bdi>`,
  ].filter(Boolean);
  if (!conditions.length) return plural(total, 'message');
  const listed = conditions.map((condition, index) => [index > 0 && ' and ', condition]);
  return html`every message ${listed}`;
}

/** @param {{ onClose: () => void }} properties */
export function DeletionDialog({ onClose }) {
  const route = useStore('route');
  const question = html`This takes <${Found} /> from the inbox, the ones further down too.${' '}
    The service still knows them by their ids, and the balance stays as it is.`;
  return html`<${Confirm} title="Delete messages" question=${question} verb="Delete"
    onConfirm=${() => deleteMessages(route)} onClose=${onClose} />`;
}
