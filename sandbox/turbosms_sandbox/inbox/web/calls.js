// Every call of the service's methods, the refused ones too: why does nothing arrive?
import { useEffect, useState } from 'preact/hooks';
import { html } from './html.js';
import { Problem, useAction } from './action.js';
import { call as ask } from './api.js';
import { CallBody, Code } from './call.js';
import { Icon } from './icons.js';
import { bytes, dayOf, shortTime, timeOf } from './format.js';
import { href } from './route.js';
import { LIVE, MOST } from './rows.js';
import { advice, wentWell } from './words.js';

function CallRow({ row, route, today, reachable }) {
  const selected = String(row.number) === route.id;
  const hint = wentWell(row) ? '' : advice(row);
  return html`<li class="row" data-call=${row.number}>
    <a class="row-link call-row" href=${href(route, { id: String(row.number) })} aria-current=${selected ? 'true' : undefined}
      tabindex=${reachable ? 0 : -1}>
      <time class="row-time">${shortTime(row.at, today)}</time>${' '}
      <span class="call-name">${row.verb} ${row.operation}</span>${' '}
      <span class="call-code"><${Code} call=${row} />${row.fault && html`<span class="tag tag-fault">fault ${row.fault}</span>`}</span>${' '}
      <span class="call-size">${bytes(row.request_bytes)} → ${bytes(row.answer_bytes)}</span>${' '}
      ${hint && html`<span class="call-hint">${hint}</span>`}
    </a>
  </li>`;
}

export function Calls({ state, stream, route }) {
  const [only, setOnly] = useState(false);
  const load = useAction(() => stream.olderCalls());
  const all = state.calls;
  const more = all.length >= LIVE && all.length < MOST && all.at(-1).number > state.firstCall;
  const rows = only ? all.filter((row) => !wentWell(row) || row.fault) : all;
  const today = state.now.slice(0, 10);
  const reachable = rows.find(({ number }) => String(number) === route.id) ?? rows[0];
  return html`<section class="list" aria-labelledby="calls-title">
    <div class="list-head">
      <div class="list-title">
        <h2 tabindex="-1" id="calls-title">Calls</h2>
        <label class="check"><input type="checkbox" checked=${only} onChange=${(event) => setOnly(event.currentTarget.checked)} /> Only what went wrong</label>
      </div>
    </div>
    <div class="list-rows">
      <ol class="rows" role="list" aria-label="Calls, newest first">
        ${rows.map((row) => html`<${CallRow} key=${row.number} row=${row} route=${route} today=${today} reachable=${row === reachable} />`)}
      </ol>
      ${more && html`<button type="button" class="list-more" disabled=${load.busy} onClick=${load.run}>Show older</button>`}
      <${Problem} text=${load.problem} />
      ${!rows.length && html`<p class="nothing">${all.length ? 'Nothing went wrong.' : 'No call yet. Every call of the application shows up here, refused ones too.'}</p>`}
    </div>
  </section>`;
}

export function CallDetails({ route }) {
  const [found, setFound] = useState({ call: null, problem: '' });
  useEffect(() => {
    let wanted = true;
    setFound({ call: null, problem: '' });
    ask('GET', `/sandbox/calls/${route.id}`).then(
      (answer) => wanted && setFound({ call: answer, problem: '' }),
      (error) => wanted && setFound({ call: null, problem: error.message }),
    );
    return () => {
      wanted = false;
    };
  }, [route.id]);
  const { call, problem } = found;
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
