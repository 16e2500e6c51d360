// Every call of the service's methods, the refused ones too: why does nothing arrive?
import { useEffect, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem, useAction } from '../shared/task.js';
import { call as ask, query } from '../control/control_plane.js';
import { CallBody, Code } from '../details/call_body.js';
import { Icon } from '../shared/icon.js';
import { bytes, count, dayOf, firstLine, plural, shortTime, timeOf } from '../shared/format.js';
import { Heads } from '../shared/column_heads.js';
import { useInSight } from '../shared/row_anchor.js';
import { useElement } from '../shared/element.js';
import { href, parse, replace } from '../store/route.js';
import { LIVE, MOST } from '../store/message_list.js';
import { advice, wentWell } from '../service/statuses.js';

const PAUSE = 250; // ms of quiet before the search begins
const HEADS = [['time', 'Time'], ['name', 'Method'], ['code', 'Result'], ['about', 'Numbers and text'], ['size', 'Asked → answered']];

function CallRow({ row, route, today, reachable }) {
  const selected = String(row.number) === route.id;
  const hint = wentWell(row) ? '' : advice(row);
  return html`<li class="row" data-call=${row.number}>
    <a class="row-link call-row" href=${href(route, { id: String(row.number) })} aria-current=${selected ? 'true' : undefined}
      tabindex=${reachable ? 0 : -1}>
      <time class="row-time">${shortTime(row.at, today)}</time>${' '}
      <span class="call-name">${row.verb} ${row.operation}</span>${' '}
      <span class="call-code"><${Code} call=${row} />${row.fault && html`<span class="tag tag-fault">fault ${row.fault}</span>`}</span>${' '}
      <span class="call-about"><bdi class="call-numbers">${numbersOf(row)}</bdi> <bdi class="call-text" dir="auto">${firstLine(row.text)}</bdi></span>${' '}
      <span class="call-size">${bytes(row.request_bytes)} → ${bytes(row.answer_bytes)}</span>${' '}
      ${hint && html`<span class="call-hint">${hint}</span>`}
    </a>
  </li>`;
}

// The first numbers, and how many others there are.
function numbersOf({ numbers, number_count }) {
  const others = number_count - numbers.length;
  return numbers.join(', ') + (others > 0 ? ` and ${count(others)} more` : '');
}

// What the server finds, asked for again after every call. Null while nothing is searched for.
function useFound(words, last, life) {
  const [found, setFound] = useState({ words: '', calls: /** @type {import('../service/types.d.ts').CallRow[] | null} */ (null), problem: '' });
  useEffect(() => {
    if (!words) return undefined;
    let wanted = true;
    const show = (answer) => wanted && setFound({ words, calls: null, problem: '', ...answer });
    const timer = setTimeout(() => {
      ask('GET', `/sandbox/calls${query({ search: words, limit: MOST })}`).then(show, (error) => show({ problem: error.message }));
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [words, last, life]);
  if (!words) return { calls: null, problem: '' };
  return found.words === words ? found : { calls: found.calls, problem: '' };
}

export function Calls({ state, stream, route }) {
  const [only, setOnly] = useState(false);
  const [words, setWords] = useState('');
  const load = useAction(() => stream.olderCalls());
  const pane = useElement();
  const found = useFound(words.trim(), state.calls[0]?.number, state.life);
  const searching = words.trim() !== '';
  const all = searching ? found.calls ?? [] : state.calls;
  const more = !searching && all.length >= LIVE && all.length < MOST && all.at(-1).number > state.firstCall;
  const rows = only ? all.filter((row) => !wentWell(row) || row.fault) : all;
  const today = state.now.slice(0, 10);
  useInSight(pane, rows.some(({ number }) => String(number) === route.id) ? route.id : '');
  const reachable = rows.find(({ number }) => String(number) === route.id) ?? rows[0];
  return html`<section class="list" aria-labelledby="calls-title">
    <div class="list-head">
      <div class="list-title">
        <h2 tabindex="-1" id="calls-title">Calls</h2>
        <span class="list-count">${searching && found.calls && plural(rows.length, 'call')}</span>
        <label class="check"><input type="checkbox" checked=${only} onChange=${(event) => setOnly(event.currentTarget.checked)} /> Only what went wrong</label>
      </div>
      <search class="search">
        <label class="unseen" for="search">Search calls</label>
        <input id="search" class="search-box" type="search" placeholder="Search numbers, texts, methods, codes" autocomplete="off" spellcheck=${false}
          dir="auto" maxlength="1000" value=${words} onInput=${(event) => setWords(event.currentTarget.value)} />
      </search>
      <${Problem} text=${found.problem} />
    </div>
    <div class="list-rows" ref=${pane}>
      ${rows.length > 0 && html`<${Heads} kind="call-row" names=${HEADS} />`}
      <ol class="rows" role="list" aria-label="Calls, newest first">
        ${rows.map((row) => html`<${CallRow} key=${row.number} row=${row} route=${route} today=${today} reachable=${row === reachable} />`)}
      </ol>
      ${more && html`<button type="button" class="list-more" disabled=${load.busy} onClick=${load.run}>Show older</button>`}
      <${Problem} text=${load.problem} />
      ${!rows.length && html`<p class="nothing">${nothing(searching, all.length > 0)}</p>`}
    </div>
  </section>`;
}

function nothing(searching, any) {
  if (any) return 'Nothing went wrong.';
  return searching ? 'Nothing fits.' : 'No call yet. Every call of the application shows up here, refused ones too.';
}

export function CallDetails({ route, state }) {
  const [found, setFound] = useState({ id: '', call: /** @type {import('../service/types.d.ts').Call | null} */ (null), problem: '', isGone: false });
  useEffect(() => {
    let wanted = true;
    const show = (answer) => wanted && setFound((held) => {
      const before = held.id === route.id ? held.call : null;
      return { call: before, problem: '', isGone: false, ...answer, id: route.id };
    });
    ask('GET', `/sandbox/calls/${route.id}`).then(
      (answer) => show({ call: answer }),
      (error) => show({ problem: error.message, isGone: error.isGone }),
    );
    return () => {
      wanted = false;
    };
  }, [route.id, state.life]);
  const { call, problem, isGone } = found.id === route.id ? found : { call: null, problem: '', isGone: false };
  // After a reset there is nothing to look at; a call that never was is said to be none.
  const left = Boolean(call) && isGone;
  useEffect(() => {
    if (left) replace(href(parse(location.hash), { id: '' }));
  }, [left]);
  return html`<section class="details" aria-labelledby="call-title">
    <header class="pane-head">
      <a class="pane-back" href=${href(route, { id: '' })}><${Icon} name="back" />Calls</a>
      <h2 tabindex="-1" id="call-title">Call ${route.id}</h2>
      <a class="icon-button pane-close" href=${href(route, { id: '' })} aria-label="Close details"><${Icon} name="close" /></a>
    </header>
    <div class="pane-body">
      <${Problem} text=${problem} />
      ${call && html`<p class="call-summary"><span class="call-name">${call.operation}</span> <${Code} call=${call} />
        <time>${dayOf(call.at)}, ${timeOf(call.at)}</time></p>
        <${CallBody} call=${call} />`}
    </div>
  </section>`;
}
