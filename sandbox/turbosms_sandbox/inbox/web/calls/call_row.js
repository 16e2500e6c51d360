// One call of the list.
/** @import { CallSummary } from '../service/types' */
/** @import { Route } from '../store/state' */
import { adviceOn, wentWell } from '../service/results.js';
import { bytes, count, firstLine, shortTime } from '../shared/format.js';
import { html } from '../shared/html.js';
import { ResultCode } from '../shared/result_code.js';
import { href } from '../store/route.js';
import { TEXTS } from '../texts/texts.js';

// The first numbers that the call is about, and how many others there are.
/** @param {CallSummary} call */
function numbersOf({ numbers, number_count }) {
  const others = number_count - numbers.length;
  return numbers.join(', ') + (others > 0 ? TEXTS.calls.others(count(others)) : '');
}

/** @param {{ call: CallSummary }} properties */
function Result({ call }) {
  return html`<span class="call-code">
    <${ResultCode} call=${call} />
    ${call.fault && html`<span class="tag tag-fault">${TEXTS.calls.fault(call.fault)}</span>`}
  </span>`;
}

/** @param {{ call: CallSummary, route: Route, today: string, isReachable: boolean }} properties */
export function CallRow({ call, route, today, isReachable }) {
  const id = String(call.number);
  const advice = wentWell(call) ? '' : adviceOn(call);
  return html`<li class="row" data-call=${call.number}>
    <a class="row-link call-row" href=${href(route, { id })}
      aria-current=${id === route.id ? 'true' : undefined} tabindex=${isReachable ? 0 : -1}>
      <time class="row-time">${shortTime(call.at, today)}</time>${' '}
      <span class="call-name">${call.verb} ${call.operation}</span>${' '}
      <${Result} call=${call} />${' '}
      <span class="call-about"><bdi class="call-numbers">${numbersOf(call)}</bdi>${' '}
        <bdi class="call-text" dir="auto">${firstLine(call.text)}</bdi></span>${' '}
      <span class="call-size">
        ${bytes(call.request_bytes)} → ${bytes(call.answer_bytes)}
      </span>${' '}
      ${advice && html`<span class="call-hint">${advice}</span>`}
    </a>
  </li>`;
}
