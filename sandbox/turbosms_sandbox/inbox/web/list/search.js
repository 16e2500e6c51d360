// The search box and the filters. The server searches; the address keeps what is searched for.
/** @import { Filters, Route } from '../store/state' */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSenderNames } from '../control/account.js';
import { CHANNEL_NAMES, nameOf, STATUS_NAMES } from '../service/statuses.js';
import { withValue } from '../shared/fields.js';
import { plain } from '../shared/format.js';
import { html } from '../shared/html.js';
import { currentRoute, replace } from '../store/address.js';
import { href } from '../store/route.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { sendersToChoose } from './senders_to_choose.js';

const QUIET_MS = 250; // without another letter before the search begins
const PHONE = /^\+?[1-9]\d{7,14}$/; // an international one, as the server takes it

/**
 * @param {{
 *   id: keyof Filters, label: string, any: string, options: string[][], route: Route,
 * }} properties
 */
function Filter({ id, label, any, options, route }) {
  const choose = withValue((value) => replace(href(route, { [id]: value })));
  return html`<label class="unseen" for=${id}>${label}</label>
    <select id=${id} value=${route[id]} onChange=${choose}>
      <option value="">${any}</option>
      ${options.map(([value, name]) => html`<option key=${value} value=${value}>${name}</option>`)}
    </select>`;
}

function FilterBoxes() {
  const route = useStore('route');
  const { messages } = useStore('messageList');
  const senders = sendersToChoose(useSenderNames(), messages, route.sender);
  return html`
    <${Filter} id="channel" label=${TEXTS.list.columns.channel}
      any=${TEXTS.list.anyChannel} route=${route}
      options=${Object.entries(CHANNEL_NAMES)} />
    <${Filter} id="sender" label=${TEXTS.list.columns.sender}
      any=${TEXTS.list.anySender} route=${route}
      options=${senders.map((name) => [name, plain(name)])} />
    <${Filter} id="status" label=${TEXTS.list.columns.status}
      any=${TEXTS.list.anyStatus} route=${route}
      options=${STATUS_NAMES.map((name) => [name, nameOf(name)])} />`;
}

export function Search() {
  const route = useStore('route');
  const [text, setText] = useState(route.search);
  const sent = useRef(route.search);
  // An address that does not come from this box, as by Back, changes what stands in it. Our own
  // must not: the next letter may have been typed already.
  useEffect(() => {
    if (route.search !== sent.current) setText(route.search);
    sent.current = route.search;
  }, [route.search]);
  useEffect(() => {
    if (text === route.search) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      // The address as it is now: a message may have been opened since the last letter.
      replace(href(currentRoute(), { search: text }));
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [text, route]);
  const leave = (/** @type {KeyboardEvent & { currentTarget: HTMLElement }} */ event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (text) setText('');
    else event.currentTarget.blur();
  };
  const phone = text.replace(/[\s()-]/g, '');
  const phoneAddress = href(route, { phone: phone.replace('+', ''), id: '', search: '' });
  return html`<search class="search">
    <label class="unseen" for="search">${TEXTS.list.search}</label>
    <input id="search" class="search-box" type="search" placeholder=${TEXTS.list.searchHint}
      autocomplete="off" spellcheck=${false} dir="auto" maxlength="1000" value=${text}
      onInput=${withValue(setText)} onKeyDown=${leave} />
    <${FilterBoxes} />
    ${PHONE.test(phone) && html`<a class="search-number" onClick=${() => setText('')}
      href=${phoneAddress}>${TEXTS.list.openPhone(phone)}</a>`}
  </search>`;
}
