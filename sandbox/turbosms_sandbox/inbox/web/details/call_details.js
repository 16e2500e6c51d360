// Everything about one call.
import { useOpenedCall } from '../control/opened_call.js';
import { dayOf, timeOf } from '../shared/format.js';
import { html } from '../shared/html.js';
import { ResultCode } from '../shared/result_code.js';
import { Problem } from '../shared/task.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { CallBody } from './call_body.js';
import { useCloseWhenGone } from './close_when_gone.js';
import { PaneHead } from './pane_head.js';

export function CallDetails() {
  const { id } = useStore('route');
  const { call, problem, isGone } = useOpenedCall(id);
  useCloseWhenGone(call, isGone);
  return html`<section class="details" aria-labelledby="call-title">
    <${PaneHead} id="call-title" title=${TEXTS.details.call(id)} back=${TEXTS.page.calls} />
    <div class="pane-body">
      <${Problem} text=${problem} />
      ${call && html`<p class="call-summary">
          <span class="call-name">${call.operation}</span> <${ResultCode} call=${call} />
          <time>${dayOf(call.at)}, ${timeOf(call.at)}</time>
        </p>
        <${CallBody} call=${call} />`}
    </div>
  </section>`;
}
