// The messages, newest first.
import { useEffect, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { Row } from './message_row.js';
import { Search } from './search.js';
import { Welcome } from './welcome.js';
import { count, plural } from '../shared/format.js';
import { useElement } from '../shared/element.js';
import { Heads } from '../shared/column_heads.js';
import { useInSight } from '../shared/row_anchor.js';
import { filtersOf, href, isFiltered, UNFILTERED } from '../store/route.js';
import { LIVE } from '../store/message_list.js';
import { startOf } from './schedule.js';

// The columns where there is room for them.
const HEADS = [['recipient', 'Recipient'], ['sender', 'Sender'], ['text', 'Text'], ['path', 'Channel'], ['status', 'Status'], ['price', 'UAH'], ['time', 'Created']];
const TOP = 40; // px: a reader this near to the top sees new rows come

export function List({ state, stream, route, narrow, onDelete }) {
  const { rows, total, arrived, cut, more, loaded, problem } = state;
  const pane = useElement();
  const [seen, setSeen] = useState(0);
  const [atTop, setAtTop] = useState(true);
  const older = useAction(() => stream.older());
  const searching = isFiltered(route);
  const unseen = arrived - seen;

  useEffect(() => {
    // Where the pane is now: to keep the open row in its place it may have been moved just before.
    const sees = pane.current.scrollTop < TOP && !cut && unseen < LIVE;
    if (unseen > 0 && (!rows.length || sees)) setSeen(arrived);
  }, [arrived, atTop, cut, rows.length]);

  const toTop = () => {
    setSeen(arrived);
    if (cut) stream.open({ ...filtersOf(route), number: route.number });
    pane.current.scrollTop = 0;
  };
  const today = state.now.slice(0, 10);
  const address = ({ recipient, message_id }) => href(route, { number: recipient, id: narrow ? '' : message_id });
  const selected = rows.some(({ message_id }) => message_id === route.id) ? route.id : '';
  const reachable = selected || rows[0]?.message_id;
  useInSight(pane, selected);
  const found = searching ? `${count(rows.length)}${more ? '+' : ''} found` : plural(total, 'message');

  return html`<section class="list" aria-labelledby="list-title">
    <div class="list-head">
      <div class="list-title">
        <h2 tabindex="-1" id="list-title">Messages</h2>
        <span class="list-count">${loaded ? found : 'Loading…'}</span>
        <button type="button" class="quiet" aria-disabled=${rows.length ? undefined : 'true'} onClick=${() => rows.length && onDelete()}>${searching ? 'Delete found…' : 'Delete all…'}</button>
      </div>
      <${Search} route=${route} rows=${rows} life=${state.life} />
      <${Problem} text=${route.number ? '' : problem} />
    </div>
    <div class="list-rows" ref=${pane} onScroll=${(event) => setAtTop(event.currentTarget.scrollTop < TOP)}>
      ${rows.length > 0 && html`<${Heads} names=${HEADS} />`}
      ${unseen > 0 && (cut || (!searching && (unseen >= LIVE || !atTop))) &&
      html`<button type="button" class="list-new" onClick=${toTop}>${plural(unseen, 'new message')}</button>`}
      ${cut && html`<button type="button" class="list-more" onClick=${toTop}>Back to the newest</button>`}
      <ol class="rows" role="list" aria-label="Messages, newest first">
        ${rows.map((message) => html`<${Row} key=${message.message_id} message=${message} today=${today} address=${address(message)} starts=${startOf(message, state.now)}
          selected=${message.message_id === selected} reachable=${message.message_id === reachable} />`)}
      </ol>
      ${more && html`<button type="button" class="list-more" disabled=${older.busy} onClick=${older.run}>Show older</button>`}
      <${Problem} text=${older.problem} />
      ${loaded && !rows.length && (searching || total
        ? html`<p class="nothing">Nothing fits. <a href=${href(route, UNFILTERED)}>Show all messages</a></p>`
        : html`<${Welcome} />`)}
    </div>
  </section>`;
}
