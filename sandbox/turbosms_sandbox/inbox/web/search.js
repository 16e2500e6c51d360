// The search box and the filter by status. The server searches; the address keeps what is searched for.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { href, parse, replace } from './route.js';
import { STATUSES } from './tables.js';

const PAUSE = 250; // ms of quiet before the search begins
const NUMBER = /^\+?[1-9]\d{7,14}$/; // an international one, as the server takes it

export function Search({ route }) {
  const [text, setText] = useState(route.search);
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
    <label class="unseen" for="status">Status</label>
    <select id="status" value=${route.status} onChange=${(event) => replace(href(route, { status: event.currentTarget.value }))}>
      <option value="">Any status</option>
      ${STATUSES.map(([status]) => html`<option key=${status} value=${status}>${status}</option>`)}
    </select>
    ${NUMBER.test(number) &&
    html`<a class="search-number" onClick=${() => setText('')} href=${href(route, { number: number.replace('+', ''), id: '', search: '' })}>Open the phone of ${number}</a>`}
  </search>`;
}
