// The top of the page: where one is, whether it is live, and the tools.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { AccountButton } from '../account/account.js';
import { ClockButton } from '../tools/clock.js';
import { count } from '../shared/format.js';
import { href } from '../store/route.js';
import { faultsLeft, unseenOf } from './unseen.js';

const LINK = { connecting: 'Connecting…', live: 'Live', reconnecting: 'Reconnecting…', refused: 'Not live', paused: 'Paused' };

// How many messages have come since they were last in view.
function useUnseen(arrived, isInView) {
  const [seen, setSeen] = useState(arrived);
  useEffect(() => {
    if (isInView) setSeen(arrived);
  }, [arrived, isInView]);
  return isInView ? 0 : unseenOf(arrived, seen);
}

export function Header({ state, route, onOpen }) {
  const current = (view) => (route.view === view ? 'page' : undefined);
  const unseen = useUnseen(state.arrived, route.view === 'messages');
  const left = faultsLeft(state.faults);
  return html`<header class="top">
    <h1 class="brand"><img src="/sandbox/inbox/icon.svg" alt="" width="22" height="22" />Inbox<span class="brand-of"> TurboSMS sandbox</span></h1>
    <nav class="tabs" aria-label="Views">
      <a href=${href(route, { view: 'messages', number: '', id: '' })} aria-current=${current('messages')}>Messages${unseen > 0 && html` <span class="tab-count">${count(unseen)}<span class="unseen"> new</span></span>`}</a>
      <a href=${href(route, { view: 'calls', number: '', id: '' })} aria-current=${current('calls')}>Calls</a>
    </nav>
    <span class="link link-${state.link}">${LINK[state.link]}</span>
    <div class="tools" role="group" aria-label="Tools">
      <${ClockButton} state=${state} onOpen=${() => onOpen('clock')} />
      <button type="button" class="tool" onClick=${() => onOpen('faults')}><span class="tool-name">Faults</span> <span class="tool-value">${left ? html`${count(left)}<span class="unseen"> calls left</span>` : 'none'}</span></button>
      <${AccountButton} state=${state} onOpen=${() => onOpen('account')} />
      <button type="button" class="tool" onClick=${() => onOpen('reset')}>Reset…</button>
      <button type="button" class="tool" aria-label="Keys" onClick=${() => onOpen('keys')}>?</button>
    </div>
  </header>`;
}
