// The page: the header, and the panes that are open.
/** @import { Route } from '../store/state' */
import { useEffect } from 'preact/hooks';
import { CallList } from '../calls/call_list.js';
import { openStream } from '../control/stream.js';
import { CallDetails } from '../details/call_details.js';
import { MessageDetails } from '../details/message_details.js';
import { MessageList } from '../list/message_list.js';
import { Phone } from '../phone/phone.js';
import { html } from '../shared/html.js';
import { filtersOf } from '../store/route.js';
import { useStore } from '../store/store.js';
import { Announcements } from './announcements.js';
import { OpenDialog } from './dialogs.js';
import { useFocus } from './focus.js';
import { Header } from './header.js';
import { useKeyboard } from './keyboard.js';

// The classes that name the open panes; the style sheet decides how many of them there is room for.
/** @param {Route} route */
function classesOf({ view, phone, id }) {
  if (view === 'calls') return id ? 'main calls-view with-details' : 'main calls-view';
  const classes = ['main'];
  if (phone) classes.push('with-phone');
  if (phone && id) classes.push('with-details');
  return classes.join(' ');
}

/** @param {{ route: Route }} properties */
function Panes({ route: { view, phone, id } }) {
  if (view === 'calls') return html`<${CallList} />${id && html`<${CallDetails} />`}`;
  return html`<${MessageList} />
    ${phone && html`<${Phone} />`}
    ${phone && id && html`<${MessageDetails} />`}`;
}

export function Page() {
  const route = useStore('route');
  const { search, status, channel, sender, phone } = route;
  useEffect(() => {
    openStream({ ...filtersOf(route), phone }, { keepsList: true });
  }, [search, status, channel, sender, phone]);
  useFocus();
  useKeyboard();
  return html`
    <${Header} />
    <main class=${classesOf(route)}><${Panes} route=${route} /></main>
    <${Announcements} />
    <${OpenDialog} />`;
}
