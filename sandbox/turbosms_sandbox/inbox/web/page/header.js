// The top of the page: where one is, whether it is live, and the tools.
/** @import { Route } from '../store/state' */
import { useEffect, useState } from 'preact/hooks';
import { AccountButton } from '../account/account.js';
import { count } from '../shared/format.js';
import { html } from '../shared/html.js';
import { dialogOpened } from '../store/actions.js';
import { href } from '../store/route.js';
import { dispatch, useStore } from '../store/store.js';
import { ClockButton } from '../tools/clock.js';
import { FaultsButton } from '../tools/faults.js';
import { unseenOf } from './unseen.js';

const LINKS = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  refused: 'Not live',
  paused: 'Paused',
};

// How many messages have come since they were last in view.
/** @param {boolean} isInView */
function useUnseen(isInView) {
  const { arrived } = useStore('inbox');
  const [seen, setSeen] = useState(arrived);
  useEffect(() => {
    if (isInView) setSeen(arrived);
  }, [arrived, isInView]);
  return isInView ? 0 : unseenOf(arrived, seen);
}

function Views() {
  const route = useStore('route');
  const unseen = useUnseen(route.view === 'messages');
  const addressOf = (/** @type {Route['view']} */ view) => href(route, { view, phone: '', id: '' });
  const current = (/** @type {Route['view']} */ view) => (route.view === view ? 'page' : undefined);
  return html`<nav class="tabs" aria-label="Views">
    <a href=${addressOf('messages')} aria-current=${current('messages')}>Messages${unseen > 0 &&
      html` <span class="tab-count">${count(unseen)}<span class="unseen"> new</span></span>`}</a>
    <a href=${addressOf('calls')} aria-current=${current('calls')}>Calls</a>
  </nav>`;
}

function Tools() {
  return html`<div class="tools" role="group" aria-label="Tools">
    <${ClockButton} onOpen=${() => dispatch(dialogOpened, 'clock')} />
    <${FaultsButton} onOpen=${() => dispatch(dialogOpened, 'faults')} />
    <${AccountButton} onOpen=${() => dispatch(dialogOpened, 'account')} />
    <button type="button" class="tool"
      onClick=${() => dispatch(dialogOpened, 'reset')}>Reset…</button>
    <button type="button" class="tool" aria-label="Keys"
      onClick=${() => dispatch(dialogOpened, 'keys')}>?</button>
  </div>`;
}

export function Header() {
  const { link } = useStore('connection');
  return html`<header class="top">
    <h1 class="brand"><img src="/sandbox/inbox/icon.svg" alt="" width="22" height="22"
      />Inbox<span class="brand-of"> TurboSMS sandbox</span></h1>
    <${Views} />
    <span class="link link-${link}">${LINKS[link]}</span>
    <${Tools} />
  </header>`;
}
