// Which dialog is open, if any.
import { html } from '../shared/html.js';
import { Account } from '../account/account.js';
import { call, query } from '../control/control_plane.js';
import { Clock } from '../tools/clock.js';
import { Confirm } from '../tools/confirm.js';
import { Faults } from '../tools/faults.js';
import { Keys } from './keyboard.js';
import { plural } from '../shared/format.js';
import { filtersOf } from '../store/route.js';
import { CHANNELS } from '../service/statuses.js';

function Reset({ onClose }) {
  return html`<${Confirm} title="Reset the sandbox" verb="Reset everything" onClose=${onClose} action=${() => call('POST', '/sandbox/reset')}
    question="Messages, chats, files, faults and the account go back to the start, the clock too. Nothing of it can be brought back." />`;
}

function Delete({ state, route, onClose }) {
  const { search, status, channel, sender } = route;
  const parts = [
    search && html`with “<bdi dir="auto">${search}</bdi>”`, status && `with the status ${status}`, channel && `by ${CHANNELS[channel]}`,
    sender && html`from <bdi dir="auto">${sender}</bdi>`,
  ].filter(Boolean);
  const listed = parts.map((part, place) => [place > 0 && ' and ', part]);
  const what = parts.length ? html`every message ${listed}` : plural(state.total, 'message');
  return html`<${Confirm} title="Delete messages" verb="Delete" onClose=${onClose}
    action=${() => call('DELETE', `/sandbox/messages${query(filtersOf(route))}`)}
    question=${html`This takes ${what} from the inbox, the ones further down too. The service still knows them by their ids, and the balance stays as it is.`} />`;
}

const DIALOGS = { clock: Clock, faults: Faults, account: Account, keys: Keys, reset: Reset, delete: Delete };

export function Dialogs({ open, state, route, onClose }) {
  if (!open) return null;
  return html`<${DIALOGS[open]} key=${open} state=${state} faults=${state.faults} route=${route} onClose=${onClose} />`;
}
