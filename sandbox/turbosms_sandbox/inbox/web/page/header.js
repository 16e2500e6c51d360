// The top of the page: where one is, whether it is live, and the tools.
/** @import { Route } from '../store/state' */
import { useEffect, useState } from 'preact/hooks';
import { AccountButton } from '../account/account.js';
import { count, formFor } from '../shared/format.js';
import { html } from '../shared/html.js';
import { dialogOpened } from '../store/actions.js';
import { href } from '../store/route.js';
import { dispatch, useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { ClockButton } from '../tools/clock.js';
import { FaultsButton } from '../tools/faults.js';
import { unseenOf } from './unseen.js';

const ICON = new URL('../icon.svg', import.meta.url).href;

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
  return html`<nav class="tabs" aria-label=${TEXTS.page.views}>
    <a href=${addressOf('messages')} aria-current=${current('messages')}>${TEXTS.page.messages}${
      unseen > 0 && html` <span class="tab-count">${count(unseen)}<span
        class="unseen"> ${formFor(unseen, TEXTS.counts.newOnes)}</span></span>`}</a>
    <a href=${addressOf('calls')} aria-current=${current('calls')}>${TEXTS.page.calls}</a>
  </nav>`;
}

// The same view in the other language: the server answers with it, and has it remembered.
function OtherLanguage() {
  const { code, name, short } = TEXTS.otherLanguage;
  const address = `?lang=${code}${href(useStore('route'))}`;
  return html`<a class="tool language" href=${address} hreflang=${code} lang=${code}
    aria-label=${name} title=${name}>${short}</a>`;
}

function Tools() {
  return html`<div class="tools" role="group" aria-label=${TEXTS.page.tools}>
    <${ClockButton} onOpen=${() => dispatch(dialogOpened, 'clock')} />
    <${FaultsButton} onOpen=${() => dispatch(dialogOpened, 'faults')} />
    <${AccountButton} onOpen=${() => dispatch(dialogOpened, 'account')} />
    <button type="button" class="tool"
      onClick=${() => dispatch(dialogOpened, 'reset')}>${TEXTS.page.reset}</button>
    <button type="button" class="tool" aria-label=${TEXTS.keys.title}
      onClick=${() => dispatch(dialogOpened, 'keys')}>?</button>
    <${OtherLanguage} />
  </div>`;
}

export function Header() {
  const { link } = useStore('connection');
  return html`<header class="top">
    <h1 class="brand"><img src=${ICON} alt="" width="22" height="22"
      />${TEXTS.page.inbox}<span class="brand-of"> ${TEXTS.page.sandbox}</span></h1>
    <${Views} />
    <span class="link link-${link}">${TEXTS.links[link]}</span>
    <${Tools} />
  </header>`;
}
