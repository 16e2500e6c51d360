// How values are written on the page.

const MONEY = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const COUNT = new Intl.NumberFormat('en');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONGEST_LINE = 240;

/** @param {number} amount */
export const money = (amount) => MONEY.format(amount);

/** @param {number} amount */
export const count = (amount) => COUNT.format(amount);

/**
 * @param {number} amount
 * @param {string} noun
 */
export const plural = (amount, noun) => `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;

/** @param {number} size */
export function bytes(size) {
  if (size < 1024) return `${size} B`;
  const kilobytes = size / 1024;
  if (kilobytes < 1024) return `${kilobytes.toFixed(1)} KB`;
  return `${(kilobytes / 1024).toFixed(1)} MB`;
}

// Times come as "2026-02-25 08:13:20", wall time of Kyiv, and are shown as they are.
/** @param {string} at */
export const timeOf = (at) => at.slice(11, 19);

/** @param {string} at */
export function dayOf(at) {
  const [year, month, day] = at.slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/**
 * @param {string} at
 * @param {string} other
 */
export const isSameDay = (at, other) => at.slice(0, 10) === other.slice(0, 10);

// The time alone today, with its day otherwise.
/**
 * @param {string} at
 * @param {string} now
 */
export function shortTime(at, now) {
  if (!now || isSameDay(at, now)) return timeOf(at);
  const isThisYear = at.slice(0, 4) === now.slice(0, 4);
  const day = isThisYear ? dayOf(at).slice(0, -' 2026'.length) : dayOf(at);
  return `${day}, ${at.slice(11, 16)}`;
}

// Characters that turn the direction of a text or are not seen at all. An attribute cannot isolate
// them, as an element does, so they are left out there.
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** @param {string} text */
export const plain = (text) => text.replace(INVISIBLE, ' ').trim();

// What the list shows of a text: its first line, and no more of it than fits anywhere.
/** @param {string} text */
export function firstLine(text) {
  const line = text.trimStart().split(/[\r\n\u2028\u2029]/, 1)[0];
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
