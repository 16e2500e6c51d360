// The account as a form has it: every list is a text with one entry a line.
/** @import { Account } from '../service/types' */

/**
 * @typedef {'stop_list' | 'ignore_list' | 'templates' | 'forbidden_fragments'} ListName
 * @typedef {Record<ListName, string> & {
 *   balance: string, blocked: boolean, any_sender: boolean,
 * }} AccountForm
 */

// A line break within an entry.
const LINE_BREAK = '⏎';

/** @type {ListName[]} */
export const LISTS = ['stop_list', 'ignore_list', 'templates', 'forbidden_fragments'];

/**
 * @param {Account} account
 * @returns {AccountForm}
 */
export function formOf(account) {
  return {
    balance: account.balance.toFixed(2),
    blocked: account.blocked,
    any_sender: account.any_sender,
    stop_list: linesOf(account.stop_list),
    ignore_list: linesOf(account.ignore_list),
    templates: linesOf(account.templates),
    forbidden_fragments: linesOf(account.forbidden_fragments),
  };
}

// Only what differs from what was `shown`, so that nothing is undone that the application has done
// meanwhile.
/**
 * @param {AccountForm} form
 * @param {AccountForm} shown
 */
export function changesOf(form, shown) {
  /** @type {Record<string, unknown>} */
  const values = {
    balance: form.balance === '' ? null : Number(form.balance),
    blocked: form.blocked,
    any_sender: form.any_sender,
    stop_list: phonesOf(form.stop_list),
    ignore_list: phonesOf(form.ignore_list),
    templates: textsOf(form.templates),
    forbidden_fragments: textsOf(form.forbidden_fragments),
  };
  const names = /** @type {(keyof AccountForm)[]} */ (Object.keys(form));
  const changed = names.filter((name) => form[name] !== shown[name]);
  return Object.fromEntries(changed.map((name) => [name, values[name]]));
}

/** @param {string[]} entries */
function linesOf(entries) {
  return entries.map((entry) => entry.replaceAll('\n', LINE_BREAK)).join('\n');
}

/** @param {string} lines */
function entriesOf(lines) {
  return lines.split(/\r?\n/).filter((line) => line.trim());
}

/** @param {string} lines */
function phonesOf(lines) {
  return entriesOf(lines).map((line) => line.trim());
}

/** @param {string} lines */
function textsOf(lines) {
  return entriesOf(lines).map((line) => line.replaceAll(LINE_BREAK, '\n'));
}
