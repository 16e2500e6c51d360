// The phone of one recipient.
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { Problem } from '../shared/task.js';
import { href } from '../store/route.js';
import { useStore } from '../store/store.js';
import { useVirtualTime } from '../store/virtual_time.js';
import { TEXTS } from '../texts/texts.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { Fate } from './fate.js';

function PhoneTime() {
  const time = useVirtualTime().slice('2026-02-25 '.length, -':20'.length);
  return html`<span class="phone-time" aria-hidden="true">${time}</span>`;
}

function NoConversation() {
  const { problem } = useStore('connection');
  return html`<div class="log">
    ${problem ? html`<${Problem} text=${problem} />` : html`<p class="nothing">
      ${TEXTS.shared.loading}</p>`}
  </div>`;
}

export function Phone() {
  const route = useStore('route');
  const { phone } = route;
  const held = useStore('conversation');
  const conversation = held?.number === phone ? held : null;
  return html`<section class="phone" aria-labelledby="phone-title">
    <div class="phone-frame">
      <header class="phone-head">
        <a class="phone-back" href=${href(route, { phone: '', id: '' })}>
          <${Icon} name="back" /><span>${TEXTS.phone.back}</span>
        </a>
        <h2 tabindex="-1" id="phone-title">
          <span class="unseen">${TEXTS.phone.of} </span><bdi>${phone}</bdi>
        </h2>
        <${PhoneTime} />
      </header>
      ${conversation
        ? html`<${Fate} conversation=${conversation} />
            <${Conversation} key=${phone} conversation=${conversation} />
            <${Composer} key=${phone} conversation=${conversation} />`
        : html`<${NoConversation} />`}
    </div>
  </section>`;
}
