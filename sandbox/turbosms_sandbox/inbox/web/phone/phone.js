// The phone of one recipient.
import { html } from '../shared/html.js';
import { Problem } from '../shared/task.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { Fate } from './fate.js';
import { Icon } from '../shared/icon.js';
import { useNow } from '../store/virtual_time.js';
import { href } from '../store/route.js';

function PhoneTime({ state }) {
  return html`<span class="phone-time" aria-hidden="true">${useNow(state).slice(11, 16)}</span>`;
}

export function Phone({ route, state }) {
  const conversation = state.conversation?.number === route.number ? state.conversation : null;
  return html`<section class="phone" aria-labelledby="phone-title">
    <div class="phone-frame">
      <header class="phone-head">
        <a class="phone-back" href=${href(route, { number: '', id: '' })}><${Icon} name="back" /><span>Messages</span></a>
        <h2 tabindex="-1" id="phone-title"><span class="unseen">Phone of </span><bdi>${route.number}</bdi></h2>
        <${PhoneTime} state=${state} />
      </header>
      ${conversation
        ? html`<${Fate} conversation=${conversation} />
            <${Conversation} key=${route.number} conversation=${conversation} route=${route} now=${state.now} />
            <${Composer} key=${route.number} conversation=${conversation} />`
        : html`<div class="log">${state.problem ? html`<${Problem} text=${state.problem} />` : html`<p class="nothing">Loading…</p>`}</div>`}
    </div>
  </section>`;
}
