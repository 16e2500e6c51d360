// The names of the columns, where a row is one line. A row says by itself what is in it, so nobody need hear them.
import { html } from './html.js';

export function Heads({ names, kind = '' }) {
  const prefix = kind ? 'call' : 'row';
  return html`<div class=${`heads ${kind}`} aria-hidden="true">
    ${names.map(([area, name]) => html`<span key=${area} class=${`${area === 'time' ? 'row' : prefix}-${area}`}>${name}</span>`)}
  </div>`;
}
