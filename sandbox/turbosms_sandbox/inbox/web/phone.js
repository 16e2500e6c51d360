// The phone of one recipient.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { html } from './html.js';
import { Problem, useAction } from './action.js';
import { Bubble } from './bubble.js';
import { Composer } from './composer.js';
import { Fate } from './fate.js';
import { Icon } from './icons.js';
import { call } from './api.js';
import { dayOf, plural, timeOf } from './format.js';
import { useNow } from './now.js';
import { href } from './route.js';
import { reason } from './words.js';

function Read({ item }) {
  const read = useAction(() => call('POST', '/sandbox/reads', { message_id: item.message_id }));
  return html`<button type="button" class="quiet bubble-read" disabled=${read.busy} onClick=${read.run}>Mark as read</button>
    <${Problem} text=${read.problem} />`;
}

function Item({ item, before, route, now }) {
  const address = item.message_id && href(route, { number: route.number, id: item.message_id });
  return html`<li>
    ${item.at.slice(0, 10) !== before?.at.slice(0, 10) && html`<p class="day">${dayOf(item.at)}</p>`}
    ${item.fallback && html`<p class="fallback"><strong>Viber → SMS</strong> ${timeOf(item.fallback.at)} · ${reason(item.fallback.reason)}</p>`}
    <${Bubble} item=${item} now=${now} address=${address} selected=${item.message_id && item.message_id === route.id}>
      ${item.can_read && !item.read && html`<${Read} item=${item} />`}
    <//>
  </li>`;
}

function Conversation({ conversation, route, now }) {
  const { items, more } = conversation;
  const log = useRef(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const bubbles = [...log.current.querySelectorAll('[data-message-id]')];
    const chosen = route.id && bubbles.findLast((node) => node.dataset.messageId === route.id);
    if (!chosen) return;
    atEnd.current = false;
    chosen.closest('li').scrollIntoView({ block: 'nearest' });
  }, [route.id]);
  // Who reads the end stays there when something comes, and when an image is loaded or the pane is resized.
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => {
      if (atEnd.current) log.current.scrollTop = log.current.scrollHeight;
    });
    watch.observe(log.current);
    watch.observe(log.current.querySelector('.items'));
    return () => watch.disconnect();
  }, []);
  const follow = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < 60;
  };
  return html`<div class="log" role="log" aria-live="off" aria-label="Conversation" tabindex="0" ref=${log} onScroll=${follow}>
    ${more > 0 && html`<p class="day">${plural(more, 'older item')} not shown</p>`}
    <ol class="items" role="list">
      ${items.map((item, place) => html`<${Item} key=${item.id} item=${item} before=${items[place - 1]} route=${route} now=${now} />`)}
    </ol>
    ${!items.length && html`<p class="nothing">Nothing has come to this phone yet.</p>`}
  </div>`;
}

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
        : html`<p class="nothing">Loading…</p>`}
    </div>
  </section>`;
}
