// The keyboard: j and k or the arrows in the list, / to the search, Esc one step back, ? for the keys.
import { useEffect } from 'preact/hooks';
import { html } from '../shared/html.js';
import { Dialog } from '../shared/dialog.js';
import { go, href, parse } from '../store/route.js';

const KEYS = [
  ['j or ↓', 'next row'],
  ['k or ↑', 'previous row'],
  ['Enter', 'open the row'],
  ['/', 'search'],
  ['Esc', 'close what is open, one thing at a time'],
  ['?', 'show these keys'],
];

const isTyping = (node) => node.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]');

// The letter that stands at the place of a Cyrillic one, so that the keys work in every layout.
const meant = ({ key, code }) => (/^[^\x00-\x7f]$/.test(key) ? { KeyJ: 'j', KeyK: 'k' }[code] : null) ?? key;

function step(by) {
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('a.row-link'))];
  const focused = rows.findIndex((row) => row === document.activeElement);
  const here = focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute('aria-current'));
  const next = here < 0 ? rows[0] : rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

// From where the address is now: the page may not have been drawn since the last key.
function back() {
  const route = parse(location.hash);
  if (route.id) go(href(route, { id: '' }));
  else if (route.number) go(href(route, { number: '' }));
}

export function useKeys(onHelp) {
  useEffect(() => {
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (isTyping(event.target)) {
        if (event.key === 'Escape') event.target.blur();
        return;
      }
      const inRows = event.target.closest('.row-link');
      const actions = {
        j: () => step(1), k: () => step(-1), '/': () => document.getElementById('search')?.focus(), '?': onHelp, Escape: back,
        ...(inRows && { ArrowDown: () => step(1), ArrowUp: () => step(-1) }),
      };
      const key = meant(event);
      if (!Object.hasOwn(actions, key)) return;
      event.preventDefault();
      actions[key]();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

export function Keys({ onClose }) {
  return html`<${Dialog} title="Keys" onClose=${onClose}>
    <dl class="keys">${KEYS.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}</dl>
  <//>`;
}
