// Everything about one message: the course of each channel, and the calls that were answered with it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Problem } from '../shared/task.js';
import { Call } from './call_body.js';
import { call } from '../control/control_plane.js';
import { Course } from './course.js';
import { CopyButton } from '../shared/copy.js';
import { Icon } from '../shared/icon.js';
import { dayOf, money, timeOf } from '../shared/format.js';
import { href, parse, replace } from '../store/route.js';
import { reason } from '../service/statuses.js';

const PAUSE = 300; // ms: changes that come in one go are asked for once
const NOTHING = { message: /** @type {import('../service/types.d.ts').Message | null} */ (null), calls: /** @type {import('../service/types.d.ts').Call[]} */ ([]), problem: '', isGone: false };

// Asks again whenever `sign`, which stands for all that can change, does: at once for another message, after a while for the
// same. A question that waits already is not put off, or it would never be asked where something changes all the time.
function useMessage(id, sign) {
  const [answer, setAnswer] = useState({ ...NOTHING, id: '' });
  const wanted = useRef(/** @type {string | null} */ (''));
  const timer = useRef(/** @type {any} */ (0));
  useEffect(() => {
    const ask = async () => {
      timer.current = 0;
      const found = await call('GET', `/sandbox/messages/${encodeURIComponent(id)}`).catch((error) => ({ problem: error.message, isGone: error.isGone }));
      if (wanted.current === id) setAnswer((held) => ({ ...(held.id === id ? held : NOTHING), problem: '', isGone: false, ...found, id }));
    };
    const isOther = wanted.current !== id;
    if (isOther) clearTimeout(timer.current);
    wanted.current = id;
    if (isOther || !timer.current) timer.current = setTimeout(ask, isOther ? 0 : PAUSE);
  }, [id, sign]);
  useEffect(() => () => {
    wanted.current = null;
    clearTimeout(timer.current);
  }, []);
  return answer.id === id ? answer : NOTHING;
}

function Facts({ message }) {
  const { message_id, recipient, created, channels } = message;
  const price = channels.reduce((sum, channel) => sum + channel.price, 0);
  return html`<dl class="facts">
    <dt>Message id</dt><dd><code>${message_id}</code> <${CopyButton} text=${message_id} label="message id" /></dd>
    <dt>Recipient</dt><dd><code>${recipient}</code> <${CopyButton} text=${recipient} label="number" /></dd>
    <dt>Created</dt><dd>${dayOf(created)}, ${timeOf(created)}</dd>
    <dt>Cost</dt><dd>${money(price)} UAH</dd>
  </dl>`;
}

// What of the live state concerns this message.
function signOf(state, id) {
  const row = state.rows.find(({ message_id }) => message_id === id);
  const items = state.conversation?.items.filter(({ message_id }) => message_id === id) ?? [];
  const parts = [row?.status, state.calls[0]?.number, state.link, state.life, ...items.map(({ status, read, clicked }) => [status, read, clicked])];
  return parts.join();
}

export function Details({ route, state }) {
  const { message, calls, problem, isGone } = useMessage(route.id, signOf(state, route.id));
  // What was here and is no longer, as after a reset, leaves nothing to look at. What never was is said.
  const left = Boolean(message) && isGone;
  useEffect(() => {
    if (left) replace(href(parse(location.hash), { id: '' }));
  }, [left]);
  const fallback = message?.fallback;
  return html`<section class="details" aria-labelledby="details-title">
    <header class="pane-head">
      <a class="pane-back" href=${href(route, { id: '' })}><${Icon} name="back" />Phone</a>
      <h2 tabindex="-1" id="details-title">Message details</h2>
      <a class="icon-button pane-close" href=${href(route, { id: '' })} aria-label="Close details"><${Icon} name="close" /></a>
    </header>
    <div class="pane-body">
      <${Problem} text=${problem} />
      ${message && html`<${Facts} message=${message} />
        ${message.channels.map((channel) => html`<div key=${channel.type}>
          ${channel.type === 'sms' && fallback && html`<p class="fallback"><strong>Viber → SMS</strong> ${timeOf(fallback.at)} · ${reason(fallback.reason)}</p>`}
          <${Course} channel=${channel} />
        </div>`)}
        <h3>Calls answered with this message</h3>
        ${calls.map((row, place) => html`<${Call} key=${row.number} call=${row} open=${place === 0} />`)}
        ${!calls.length && html`<p class="nothing">They are no longer kept: the log holds the latest calls only.</p>`}`}
    </div>
  </section>`;
}
