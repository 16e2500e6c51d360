// Every call of the service's methods, the refused ones too: why does nothing arrive?
/** @import { CallSummary } from '../service/types' */
import { useState } from 'preact/hooks';
import { useFoundCalls } from '../control/found_calls.js';
import { loadOlderCalls } from '../control/older.js';
import { wentWell } from '../service/results.js';
import { ColumnHeads } from '../shared/column_heads.js';
import { useElement } from '../shared/element.js';
import { withChecked, withValue } from '../shared/fields.js';
import { plural } from '../shared/format.js';
import { html } from '../shared/html.js';
import { useRowAnchor } from '../shared/row_anchor.js';
import { Problem, useTask } from '../shared/task.js';
import { LIVE_COUNT, MAX_COUNT } from '../store/limits.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { CallRow } from './call_row.js';

const COLUMNS = [
  ['row-time', TEXTS.calls.columns.time],
  ['call-name', TEXTS.calls.columns.method],
  ['call-code', TEXTS.calls.columns.result],
  ['call-about', TEXTS.calls.columns.about],
  ['call-size', TEXTS.calls.columns.size],
];

/**
 * @param {{
 *   summary: string, search: string, onSearch: (text: string) => void,
 *   onlyFailed: boolean, onOnlyFailed: (isChecked: boolean) => void, problem: string,
 * }} properties
 */
function Head({ summary, search, onSearch, onlyFailed, onOnlyFailed, problem }) {
  return html`<div class="list-head">
    <div class="list-title">
      <h2 tabindex="-1" id="calls-title">${TEXTS.page.calls}</h2>
      <span class="list-count">${summary}</span>
      <label class="check">
        <input type="checkbox" checked=${onlyFailed}
          onChange=${withChecked(onOnlyFailed)} /> ${TEXTS.calls.onlyFailed}</label>
    </div>
    <search class="search">
      <label class="unseen" for="search">${TEXTS.calls.search}</label>
      <input id="search" class="search-box" type="search"
        placeholder=${TEXTS.calls.searchHint} autocomplete="off" spellcheck=${false}
        dir="auto" maxlength="1000" value=${search} onInput=${withValue(onSearch)} />
    </search>
    <${Problem} text=${problem} />
  </div>`;
}

/** @param {{ calls: CallSummary[] }} properties */
function Rows({ calls }) {
  const route = useStore('route');
  const { now } = useStore('clock');
  const reachable = calls.find(({ number }) => String(number) === route.id) ?? calls[0];
  return html`<ol class="rows" role="list" aria-label=${TEXTS.calls.label}>
    ${calls.map((call) => html`<${CallRow} key=${call.number} call=${call} route=${route}
      today=${now.slice(0, 10)} isReachable=${call === reachable} />`)}
  </ol>`;
}

/** @param {{ isSearching: boolean }} properties */
function Older({ isSearching }) {
  const load = useTask(loadOlderCalls);
  const { calls, oldest } = useStore('callList');
  const last = calls.at(-1)?.number ?? 0;
  const hasOlder = calls.length >= LIVE_COUNT && calls.length < MAX_COUNT && last > oldest;
  return html`
    ${hasOlder && !isSearching && html`<button type="button" class="list-more"
      disabled=${load.busy} onClick=${() => load.run()}>${TEXTS.shared.showOlder}</button>`}
    <${Problem} text=${load.problem} />`;
}

/**
 * @param {boolean} hasCalls
 * @param {boolean} isSearching
 */
function whyEmpty(hasCalls, isSearching) {
  if (hasCalls) return TEXTS.calls.nothingWrong;
  if (isSearching) return TEXTS.calls.nothingFits;
  return TEXTS.calls.none;
}

export function CallList() {
  const { id } = useStore('route');
  const { calls } = useStore('callList');
  const [search, setSearch] = useState('');
  const [onlyFailed, setOnlyFailed] = useState(false);
  const pane = useElement();
  const words = search.trim();
  const isSearching = words !== '';
  const found = useFoundCalls(words);
  const all = isSearching ? found.calls ?? [] : calls;
  const shown = onlyFailed ? all.filter((call) => !wentWell(call) || call.fault) : all;
  const isShown = shown.some(({ number }) => String(number) === id);
  useRowAnchor(pane, isShown ? id : '');
  return html`<section class="list" aria-labelledby="calls-title">
    <${Head} search=${search} onSearch=${setSearch} problem=${found.problem}
      onlyFailed=${onlyFailed} onOnlyFailed=${setOnlyFailed}
      summary=${isSearching && found.calls ? plural(shown.length, TEXTS.counts.calls) : ''} />
    <div class="list-rows" ref=${pane}>
      ${shown.length > 0 && html`<${ColumnHeads} kind="call-row" columns=${COLUMNS} />`}
      <${Rows} calls=${shown} />
      <${Older} isSearching=${isSearching} />
      ${!shown.length && html`<p class="nothing">${whyEmpty(all.length > 0, isSearching)}</p>`}
    </div>
  </section>`;
}
