// The top of the page: where one is, whether it is live, and the tools.
import { html } from './html.js';
import { AccountButton } from './account.js';
import { ClockButton } from './clock.js';
import { href } from './route.js';

const LINK = { connecting: 'Connecting…', live: 'Live', reconnecting: 'Reconnecting…', refused: 'Not live', paused: 'Paused' };

export function Header({ state, route, onOpen }) {
  const current = (view) => (route.view === view ? 'page' : undefined);
  return html`<header class="top">
    <h1 class="brand"><img src="/sandbox/inbox/icon.svg" alt="" width="22" height="22" />Inbox<span class="brand-of"> TurboSMS sandbox</span></h1>
    <nav class="tabs" aria-label="Views">
      <a href=${href(route, { view: 'messages', number: '', id: '' })} aria-current=${current('messages')}>Messages</a>
      <a href=${href(route, { view: 'calls', number: '', id: '' })} aria-current=${current('calls')}>Calls</a>
    </nav>
    <span class="link link-${state.link}">${LINK[state.link]}</span>
    <div class="tools" role="group" aria-label="Tools">
      <${ClockButton} state=${state} onOpen=${() => onOpen('clock')} />
      <button type="button" class="tool" onClick=${() => onOpen('faults')}><span class="tool-name">Faults</span> <span class="tool-value">${state.faults.length || 'none'}</span></button>
      <${AccountButton} state=${state} onOpen=${() => onOpen('account')} />
      <button type="button" class="tool" onClick=${() => onOpen('reset')}>Reset…</button>
      <button type="button" class="tool" aria-label="Keys" onClick=${() => onOpen('keys')}>?</button>
    </div>
  </header>`;
}
