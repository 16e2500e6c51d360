// The names of the columns, where a row is one line. A row says by itself what is in it, so a
// screen reader passes over them.
import { html } from './html.js';

// `columns`: the class of the cells below, and the name. `kind`: the class of the row.
/** @param {{ columns: string[][], kind?: string }} properties */
export function ColumnHeads({ columns, kind = '' }) {
  return html`<div class=${`heads ${kind}`} aria-hidden="true">
    ${columns.map(([cell, name]) => html`<span key=${cell} class=${cell}>${name}</span>`)}
  </div>`;
}
