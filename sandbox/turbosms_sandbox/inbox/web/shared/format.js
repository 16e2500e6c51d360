// How values are written on the page.

const MONEY = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const COUNT = new Intl.NumberFormat('en');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** @param {number} amount */
export const money = (amount) => MONEY.format(amount);
/** @param {number} number */
export const count = (number) => COUNT.format(number);
/**
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** @param {number} size */
export function bytes(size) {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

// Times come as "2026-02-25 08:13:20", wall time of Kyiv, and are shown as they are.
/** @param {string} at */
export const timeOf = (at) => at.slice(11, 19);

/** @param {string} at */
export function dayOf(at) {
  const [year, month, day] = at.slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

// The time alone today, with its day otherwise.
/**
 * @param {string} at
 * @param {string} now
 */
export function shortTime(at, now) {
  if (!now || at.slice(0, 10) === now.slice(0, 10)) return timeOf(at);
  const year = at.slice(0, 4) === now.slice(0, 4) ? -5 : undefined;
  return `${dayOf(at).slice(0, year)}, ${at.slice(11, 16)}`;
}

// Characters that turn the direction of a text or are not seen at all. An attribute cannot isolate them, as an element
// does, so they are left out there.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** @param {string} text */
export const plain = (text) => text.replace(INVISIBLE, ' ').trim();

// What the list shows of a text: its first line, and no more of it than fits anywhere.
/** @param {string} text */
export function firstLine(text) {
  const line = text.trimStart().split(/[\r\n\u2028\u2029]/, 1)[0];
  return line.length > 240 ? `${line.slice(0, 240)}…` : line;
}
