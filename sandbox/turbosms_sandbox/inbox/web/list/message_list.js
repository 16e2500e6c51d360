// The messages, newest first.
import { useEffect, useState } from 'preact/hooks';
import { loadOlderMessages } from '../control/older.js';
import { openStream } from '../control/stream.js';
import { ColumnHeads } from '../shared/column_heads.js';
import { useElement } from '../shared/element.js';
import { count, plural } from '../shared/format.js';
import { html } from '../shared/html.js';
import { useRowAnchor } from '../shared/row_anchor.js';
import { Problem, useTask } from '../shared/task.js';
import { dialogOpened } from '../store/actions.js';
import { LIVE_COUNT } from '../store/limits.js';
import { filtersOf, href, isFiltered, UNFILTERED } from '../store/route.js';
import { dispatch, useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { MessageRow } from './message_row.js';
import { useNarrow } from './narrow.js';
import { startOf } from './schedule.js';
import { Search } from './search.js';
import { Welcome } from './welcome.js';

// The columns where there is room for them.
const COLUMNS = [
  ['row-recipient', TEXTS.list.columns.recipient],
  ['row-sender', TEXTS.list.columns.sender],
  ['row-text', TEXTS.list.columns.text],
  ['row-path', TEXTS.list.columns.channel],
  ['row-status', TEXTS.list.columns.status],
  ['row-price', TEXTS.list.columns.price],
  ['row-time', TEXTS.list.columns.created],
];
const TOP = 40; // px: a reader this near to the top sees new messages come

function Head() {
  const route = useStore('route');
  const { messages, more } = useStore('messageList');
  const { isLoaded, total } = useStore('inbox');
  const { problem } = useStore('connection');
  const isSearching = isFiltered(route);
  const found = TEXTS.list.found(`${count(messages.length)}${more ? '+' : ''}`);
  const summary = isSearching ? found : plural(total, TEXTS.counts.messages);
  const openDeletion = () => messages.length && dispatch(dialogOpened, 'delete');
  return html`<div class="list-head">
    <div class="list-title">
      <h2 tabindex="-1" id="list-title">${TEXTS.page.messages}</h2>
      <span class="list-count">${isLoaded ? summary : TEXTS.shared.loading}</span>
      <button type="button" class="quiet" aria-disabled=${messages.length ? undefined : 'true'}
        onClick=${openDeletion}>
        ${isSearching ? TEXTS.list.deleteFound : TEXTS.list.deleteAll}</button>
    </div>
    <${Search} />
    <${Problem} text=${route.phone ? '' : problem} />
  </div>`;
}

// `openId`: the message of the list that is open, if one is.
/** @param {{ openId: string }} properties */
function Rows({ openId }) {
  const route = useStore('route');
  const { messages } = useStore('messageList');
  const { now } = useStore('clock');
  const isNarrow = useNarrow();
  const today = now.slice(0, 10); // the time of day would have every row drawn again
  const reachable = openId || messages[0]?.message_id;
  return html`<ol class="rows" role="list" aria-label=${TEXTS.list.label}>
    ${messages.map((message) => {
      const { message_id: id, recipient: phone } = message;
      return html`<${MessageRow} key=${id} message=${message} today=${today}
        address=${href(route, { phone, id: isNarrow ? '' : id })} start=${startOf(message, now)}
        isSelected=${id === openId} isReachable=${id === reachable} />`;
    })}
  </ol>`;
}

function Older() {
  const load = useTask(loadOlderMessages);
  const { more } = useStore('messageList');
  return html`
    ${more && html`<button type="button" class="list-more" disabled=${load.busy}
      onClick=${() => load.run()}>${TEXTS.shared.showOlder}</button>`}
    <${Problem} text=${load.problem} />`;
}

function Empty() {
  const route = useStore('route');
  const { total } = useStore('inbox');
  if (!isFiltered(route) && !total) return html`<${Welcome} />`;
  const everything = href(route, UNFILTERED);
  return html`<p class="nothing">${TEXTS.list.nothingFits}${' '}
    <a href=${everything}>${TEXTS.list.showAll}</a></p>`;
}

export function MessageList() {
  const route = useStore('route');
  const { messages, cut } = useStore('messageList');
  const { isLoaded, arrived } = useStore('inbox');
  const pane = useElement();
  const [seen, setSeen] = useState(0); // how many had arrived when the reader was at the top
  const [isAtTop, setAtTop] = useState(true);
  const unseen = arrived - seen;
  const openId = messages.some(({ message_id }) => message_id === route.id) ? route.id : '';
  useRowAnchor(pane, openId);
  useEffect(() => {
    // Where the pane is now: to keep the open row in its place it may have been moved just before.
    const isTopInSight = pane.current.scrollTop < TOP && !cut && unseen < LIVE_COUNT;
    if (unseen > 0 && (!messages.length || isTopInSight)) setSeen(arrived);
  }, [arrived, isAtTop, cut, messages.length]);

  const toTop = () => {
    setSeen(arrived);
    const subject = { ...filtersOf(route), phone: route.phone };
    if (cut) openStream(subject, { keepsList: false });
    pane.current.scrollTop = 0;
  };
  const isOutOfSight = !isFiltered(route) && (unseen >= LIVE_COUNT || !isAtTop);
  const tellsOfNew = unseen > 0 && (cut || isOutOfSight);
  return html`<section class="list" aria-labelledby="list-title">
    <${Head} />
    <div class="list-rows" ref=${pane}
      onScroll=${() => setAtTop(pane.current.scrollTop < TOP)}>
      ${messages.length > 0 && html`<${ColumnHeads} columns=${COLUMNS} />`}
      ${tellsOfNew && html`<button type="button" class="list-new"
        onClick=${toTop}>${plural(unseen, TEXTS.counts.newMessages)}</button>`}
      ${cut && html`<button type="button" class="list-more"
        onClick=${toTop}>${TEXTS.list.backToNewest}</button>`}
      <${Rows} openId=${openId} />
      <${Older} />
      ${isLoaded && !messages.length && html`<${Empty} />`}
    </div>
  </section>`;
}
