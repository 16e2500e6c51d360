// The search box and the filter by status. The server searches; the address keeps what is searched for.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { call } from '../control/control_plane.js';
import { plain } from '../shared/format.js';
import { href, parse, replace } from '../store/route.js';
import { sendersOf } from '../store/message_list.js';
import { STATUSES } from '../service/tables.js';
import { CHANNELS } from '../service/statuses.js';

const PAUSE = 250; // ms of quiet before the search begins
const NUMBER = /^\+?[1-9]\d{7,14}$/; // an international one, as the server takes it

// The names of the account's senders, asked for anew in each life of the server.
function useSenders(life) {
  const [names, setNames] = useState([]);
  useEffect(() => {
    let wanted = true;
    const show = ({ senders }) => wanted && setNames(senders.map(({ name }) => name));
    call('GET', '/sandbox/account').then(show, () => {}); // without them those of the rows are offered
    return () => {
      wanted = false;
    };
  }, [life]);
  return names;
}

function Filter({ id, label, any, options, route }) {
  return html`<label class="unseen" for=${id}>${label}</label>
    <select id=${id} value=${route[id]} onChange=${(event) => replace(href(route, { [id]: event.currentTarget.value }))}>
      <option value="">${any}</option>
      ${options.map(([value, name]) => html`<option key=${value} value=${value}>${name}</option>`)}
    </select>`;
}

export function Search({ route, rows, life }) {
  const [text, setText] = useState(route.search);
  const names = useSenders(life);
  const sent = useRef(route.search);
  // An address that does not come from this box, as by Back, changes what stands in it. Our own must not: the next letter
  // may have been typed already.
  useEffect(() => {
    if (route.search !== sent.current) setText(route.search);
    sent.current = route.search;
  }, [route.search]);
  useEffect(() => {
    if (text === route.search) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      // The address as it is now: a row may have been opened since the last letter.
      replace(href(parse(location.hash), { search: text }));
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text, route]);
  const leave = (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (text) setText('');
    else event.currentTarget.blur();
  };
  const number = text.replace(/[\s()-]/g, '');
  return html`<search class="search">
    <label class="unseen" for="search">Search messages</label>
    <input id="search" class="search-box" type="search" placeholder="Search texts, numbers, senders" autocomplete="off" spellcheck=${false}
      dir="auto" maxlength="1000" value=${text} onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${leave} />
    <${Filter} id="channel" label="Channel" any="Any channel" options=${Object.entries(CHANNELS)} route=${route} />
    <${Filter} id="sender" label="Sender" any="Any sender" options=${sendersOf(names, rows, route.sender).map((name) => [name, plain(name)])} route=${route} />
    <${Filter} id="status" label="Status" any="Any status" options=${STATUSES.map(([status]) => [status, status])} route=${route} />
    ${NUMBER.test(number) &&
    html`<a class="search-number" onClick=${() => setText('')} href=${href(route, { number: number.replace('+', ''), id: '', search: '' })}>Open the phone of ${number}</a>`}
  </search>`;
}
