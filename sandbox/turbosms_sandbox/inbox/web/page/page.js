// The page: what is open stands in the address, what has happened comes with the stream.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Announce } from './announcements.js';
import { CallDetails, Calls } from '../calls/call_list.js';
import { Details } from '../details/message_details.js';
import { Dialogs } from './dialogs.js';
import { Header } from './header.js';
import { useFocus } from './focus.js';
import { useKeys } from './keyboard.js';
import { List } from '../list/list.js';
import { Phone } from '../phone/phone.js';
import { filtersOf, useRoute } from '../store/route.js';
import { Stream, useStream } from '../control/stream.js';

const NARROW = matchMedia('(max-width: 719px)');

function useNarrow() {
  const [narrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const look = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', look);
    return () => NARROW.removeEventListener('change', look);
  }, []);
  return narrow;
}

// The names of the panes that are open; the style sheet decides how many of them there is room for.
function panes({ view, number, id }) {
  if (view === 'calls') return id ? 'main calls-view with-details' : 'main calls-view';
  return ['main', number && 'with-phone', number && id && 'with-details'].filter(Boolean).join(' ');
}

function App({ stream }) {
  const route = useRoute();
  const state = useStream(stream);
  const narrow = useNarrow();
  const [dialog, setDialog] = useState('');
  const { view, number, id } = route;
  const { search, status, channel, sender } = route;
  useEffect(() => stream.open({ ...filtersOf(route), number }, false), [search, status, channel, sender, number]);
  useEffect(() => stream.watch(id), [id]);
  useFocus(route);
  useKeys(() => setDialog('keys'));
  return html`
    <${Header} state=${state} route=${route} onOpen=${setDialog} />
    <main class=${panes(route)}>
      ${view === 'calls'
        ? html`<${Calls} state=${state} stream=${stream} route=${route} />${id && html`<${CallDetails} route=${route} state=${state} />`}`
        : html`<${List} state=${state} stream=${stream} route=${route} narrow=${narrow} onDelete=${() => setDialog('delete')} />
            ${number && html`<${Phone} state=${state} route=${route} />`}
            ${number && id && html`<${Details} state=${state} route=${route} />`}`}
    </main>
    <${Announce} state=${state} />
    <${Dialogs} open=${dialog} state=${state} route=${route} onClose=${() => setDialog('')} />`;
}

render(html`<${App} stream=${new Stream()} />`, /** @type {HTMLElement} */ (document.getElementById('app')));
