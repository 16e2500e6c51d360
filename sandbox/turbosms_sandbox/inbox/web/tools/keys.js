// The keys that the page knows; page/keyboard.js does what they say.
import { Dialog } from '../shared/dialog.js';
import { html } from '../shared/html.js';
import { TEXTS } from '../texts/texts.js';

const KEYS = [
  [TEXTS.keys.down, TEXTS.keys.nextRow],
  [TEXTS.keys.up, TEXTS.keys.previousRow],
  ['Enter', TEXTS.keys.openRow],
  ['/', TEXTS.keys.search],
  ['Esc', TEXTS.keys.closeOne],
  ['?', TEXTS.keys.showKeys],
];

/** @param {{ onClose: () => void }} properties */
export function KeysDialog({ onClose }) {
  return html`<${Dialog} title=${TEXTS.keys.title} onClose=${onClose}>
    <dl class="keys">
      ${KEYS.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${meaning}</dd>`)}
    </dl>
  <//>`;
}
