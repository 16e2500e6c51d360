// The keyboard: j and k or the arrows in the list, / to the search, Esc one step back, ? for the
// keys.
import { useEffect } from 'preact/hooks';
import { dialogOpened } from '../store/actions.js';
import { currentRoute, go } from '../store/address.js';
import { href } from '../store/route.js';
import { dispatch } from '../store/store.js';

const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable]';
/** @type {Record<string, string>} */
const LETTERS = { KeyJ: 'j', KeyK: 'k' };

/** @type {Record<string, () => void>} */
const EVERYWHERE = {
  j: () => moveFocus(1),
  k: () => moveFocus(-1),
  '/': () => document.getElementById('search')?.focus(),
  '?': () => dispatch(dialogOpened, 'keys'),
  Escape: back,
};
/** @type {Record<string, () => void>} */
const IN_ROWS = { ...EVERYWHERE, ArrowDown: () => moveFocus(1), ArrowUp: () => moveFocus(-1) };

export function useKeyboard() {
  useEffect(() => {
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (hasModifier || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest?.(TYPING)) {
    if (event.key === 'Escape') target.blur();
    return;
  }
  const handlers = target.closest('.row-link') ? IN_ROWS : EVERYWHERE;
  const key = keyOf(event);
  if (!Object.hasOwn(handlers, key)) return;
  event.preventDefault();
  handlers[key]();
}

// The letter that stands at the place of a Cyrillic one, so that the keys work in every layout.
/** @param {KeyboardEvent} event */
function keyOf({ key, code }) {
  const isOfAnotherAlphabet = /^[^\x00-\x7f]$/.test(key);
  return isOfAnotherAlphabet ? LETTERS[code] ?? key : key;
}

/** @param {number} steps */
function moveFocus(steps) {
  /** @type {NodeListOf<HTMLElement>} */
  const links = document.querySelectorAll('a.row-link');
  const rows = [...links];
  const focused = rows.findIndex((row) => row === document.activeElement);
  const open = rows.findIndex((row) => row.getAttribute('aria-current'));
  const here = focused >= 0 ? focused : open;
  const next = here < 0 ? 0 : Math.min(Math.max(here + steps, 0), rows.length - 1);
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: 'nearest' });
}

// From where the address is now: the page may not have been drawn since the last key.
function back() {
  const route = currentRoute();
  if (route.id) go(href(route, { id: '' }));
  else if (route.phone) go(href(route, { phone: '' }));
}
