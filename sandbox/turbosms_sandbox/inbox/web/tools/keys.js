// The keys that the page knows; page/keyboard.js does what they say.
import { Dialog } from '../shared/dialog.js';
import { html } from '../shared/html.js';

const KEYS = [
  ['j or ↓', 'next row'],
  ['k or ↑', 'previous row'],
  ['Enter', 'open the row'],
  ['/', 'search'],
  ['Esc', 'close what is open, one thing at a time'],
  ['?', 'show these keys'],
];

/** @param {{ onClose: () => void }} properties */
export function KeysDialog({ onClose }) {
  return html`<${Dialog} title="Keys" onClose=${onClose}>
    <dl class="keys">
      ${KEYS.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${meaning}</dd>`)}
    </dl>
  <//>`;
}
