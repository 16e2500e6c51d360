// How values are written on the page.
/** @import { Forms } from '../texts/en.js' */
import { TEXTS } from '../texts/texts.js';

const { locale, months, currency, ...units } = TEXTS.format;
const MONEY = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const COUNT = new Intl.NumberFormat(locale);
const SIZE = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const PLURALS = new Intl.PluralRules(locale);
const LONGEST_LINE = 240;

/** @param {number} amount */
export const money = (amount) => MONEY.format(amount);

/** @param {number} amount */
export const price = (amount) => `${money(amount)} ${currency}`;

/** @param {number} amount */
export const count = (amount) => COUNT.format(amount);

/**
 * @param {number} amount
 * @param {Forms} forms
 */
export const formFor = (amount, forms) => forms[PLURALS.select(amount)] ?? forms.other;

/**
 * @param {number} amount
 * @param {Forms} forms
 */
export const plural = (amount, forms) => `${count(amount)} ${formFor(amount, forms)}`;

/** @param {number} size */
export function bytes(size) {
  if (size < 1024) return `${size} ${units.bytes}`;
  const kilobytes = size / 1024;
  if (kilobytes < 1024) return `${SIZE.format(kilobytes)} ${units.kilobytes}`;
  return `${SIZE.format(kilobytes / 1024)} ${units.megabytes}`;
}

// Times come as "2026-02-25 08:13:20", wall time of Kyiv, and are shown as they are.
/** @param {string} at */
export const timeOf = (at) => at.slice(11, 19);

/** @param {string} at */
export function dayOf(at) {
  return `${dayOfYear(at)} ${at.slice(0, 4)}`;
}

/** @param {string} at */
function dayOfYear(at) {
  const [, month, day] = at.slice(0, 10).split('-').map(Number);
  return `${day} ${months[month - 1]}`;
}

/** @param {number} seconds */
export const secondsOf = (seconds) => units.seconds(seconds);

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
  const day = isThisYear ? dayOfYear(at) : dayOf(at);
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
