// Which addresses become links. Everything else stays text.
import { html } from './html.js';

// A link ends before whatever could disguise it: spaces, quotation marks, and characters that turn
// the direction.
const ADDRESS =
  /https?:\/\/[^\s<>"'`\u0000-\u001f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/gi;
const TRAILING = /[.,;:!?)\]}»”’…]+$/;

// The address if it is one of the web, otherwise nothing.
/** @param {string} text */
function webAddress(text) {
  if (!/^https?:\/\//i.test(text)) return '';
  try {
    const url = new URL(text);
    const isOfTheWeb = url.protocol === 'http:' || url.protocol === 'https:';
    return url.hostname && isOfTheWeb ? url.href : '';
  } catch {
    return '';
  }
}

/** @param {string} text */
export function hostOf(text) {
  const address = webAddress(text);
  return address && new URL(address).host;
}

// The path of a file of this server, otherwise nothing.
/** @param {string} text */
export function ownPath(text) {
  if (!text || !text.startsWith('/public/')) return '';
  const url = new URL(text, location.origin);
  const isOwn = url.origin === location.origin && url.pathname.startsWith('/public/');
  return isOwn ? url.pathname : '';
}

/** @param {{ address: string }} properties */
export function Link({ address }) {
  const href = webAddress(address);
  const text = html`<bdi dir="auto">${address}</bdi>`;
  if (!href) return text;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

// A text with its web addresses as links.
/** @param {{ text: string }} properties */
export function Linkified({ text }) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (!webAddress(address)) continue;
    parts.push(text.slice(end, match.index), html`<${Link} address=${address} />`);
    end = match.index + address.length;
  }
  parts.push(text.slice(end));
  return parts;
}
