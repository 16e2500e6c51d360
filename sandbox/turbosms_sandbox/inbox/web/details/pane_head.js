// The head of a pane of details, with the way back.
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { href } from '../store/route.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';

// `back`: what is left when the details are closed.
/** @param {{ id: string, title: string, back: string }} properties */
export function PaneHead({ id, title, back }) {
  const route = useStore('route');
  const closed = href(route, { id: '' });
  return html`<header class="pane-head">
    <a class="pane-back" href=${closed}><${Icon} name="back" />${back}</a>
    <h2 tabindex="-1" id=${id}>${title}</h2>
    <a class="icon-button pane-close" href=${closed} aria-label=${TEXTS.details.close}>
      <${Icon} name="close" />
    </a>
  </header>`;
}
