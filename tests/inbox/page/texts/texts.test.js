// The texts of the page: all in one place, each of them used, and each in both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { filesOf } from '../structure.js';
import { VIBER_FATES } from '../web/service/tables.js';
import { EN } from '../web/texts/en.js';
import { UK } from '../web/texts/uk.js';

const WEB = fileURLToPath(new URL('../web/', import.meta.url));
const MODULES = filesOf(WEB).filter((path) => path.endsWith('.js') && !path.startsWith('texts/'));
const SOURCES = MODULES.map((path) => readFileSync(`${WEB}${path}`, 'utf-8'));
const SOURCE = SOURCES.join('\n');
// Of channels, and a place for digits of codes.
const NAMES = ['SMS', 'Viber', 'CCC'];
// The same in both languages, or no words.
const ALIKE = new Set(['phone.flash', 'details.flash', 'fate.sms']);

/** The texts of a language by their paths: list.title. */
function leaves(texts, path = []) {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = [...path, key];
    const isGroup = typeof value === 'object' && !Array.isArray(value);
    return isGroup ? leaves(value, here) : [[here.join('.'), value]];
  });
}

/** What a text says, with letters of no language for what it is told. */
function said(text) {
  if (typeof text !== 'function') return [text].flat().join(' ');
  return [text(...Array.from({ length: text.length }, (_, index) => `{${index}}`))].flat().join('');
}

test('every text is there in both languages, with the same places', () => {
  const paths = (texts) => leaves(texts).map(([path]) => path).filter((path) =>
    !path.startsWith('counts.'));
  assert.deepEqual(paths(UK).sort(), paths(EN).sort());
  const ukrainian = new Map(leaves(UK));
  for (const [path, english] of leaves(EN)) {
    if (path.startsWith('counts.')) continue;
    const places = (text) => [...said(text).matchAll(/\{\d\}/g)].map(([place]) => place).sort();
    assert.deepEqual(places(ukrainian.get(path)), places(english), path);
  }
});

test('every text is translated', () => {
  const english = new Map(leaves(EN));
  for (const [path, text] of leaves(UK)) {
    const isNoProse = ['format.locale', 'otherLanguage.', 'counts.'].some((begin) =>
      path.startsWith(begin));
    if (isNoProse || ALIKE.has(path)) continue;
    assert.notEqual(said(text), said(english.get(path)), path);
    assert.match(said(text), /\p{Script=Cyrillic}/u, path);
    assert.doesNotMatch(said(text), /[ёъыэ’]/i, path);
  }
});

test('a noun has a form for every number', () => {
  for (const [locale, texts] of [['en', EN], ['uk', UK]]) {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const [name, forms] of Object.entries(texts.counts)) {
      assert.deepEqual(Object.keys(forms).sort(), [...pluralCategories].sort(), name);
    }
  }
});

test('every fate of a Viber message that the sandbox knows has a text, and no other', () => {
  assert.deepEqual(Object.keys(EN.fates).sort(), [...VIBER_FATES].sort());
});

test('every text is used', () => {
  // The parts of a group that is looked up as a whole: TEXTS.links[link].
  const isUsed = (path) => {
    const parts = path.split('.');
    const whole = parts.map((_, index) => `TEXTS.${parts.slice(0, index + 1).join('.')}`);
    if (new RegExp(`${whole.at(-1).replaceAll('.', '\\.')}\\b`).test(SOURCE)) return true;
    return whole.slice(0, -1).some((group) =>
      new RegExp(`(${group.replaceAll('.', '\\.')}(?![.\\w])|\\} = ${group}\\b)`).test(SOURCE));
  };
  assert.deepEqual(leaves(EN).map(([path]) => path).filter((path) => !isUsed(path)), []);
});

test('a text that is used is there', () => {
  const paths = leaves(EN).map(([path]) => path);
  for (const [, path] of SOURCE.matchAll(/\bTEXTS\.((?:\w+\.)*\w+)/g)) {
    const isThere = paths.some((leaf) => leaf === path || `${leaf}.`.startsWith(`${path}.`));
    assert.ok(isThere, path);
  }
});

test('no other module says anything to people', () => {
  const wrong = MODULES.flatMap((path, index) =>
    proseIn(SOURCES[index]).map((prose) => `${path}: ${prose}`));
  assert.deepEqual(wrong, []);
  assert.deepEqual(
    proseIn("html`<p title=\"Why not\" class=\"x\">Hello ${name}, <b>ab</b></p> SMS`"),
    ['title="Why not"', 'Hello', 'ab'],
  );
});

const READ_ATTRIBUTE = /\b(?:title|label|aria-label|alt|placeholder)="[^"]*\p{L}[^"]*"/gu;

// Words in the templates of a module: between tags, and in the attributes that are read to people.
function proseIn(source) {
  const found = [];
  for (const template of templatesIn(source)) {
    for (const [attribute] of template.matchAll(READ_ATTRIBUTE)) found.push(attribute);
    const words = template.replace(/<[^>]*>/g, ' ').matchAll(/\p{L}{2,}/gu);
    for (const [word] of words) if (!NAMES.includes(word)) found.push(word);
  }
  return found;
}

// The templates for HTML without what stands in ${…}.
function templatesIn(source) {
  const templates = [];
  const start = /html`/g;
  for (let match = start.exec(source); match; match = start.exec(source)) {
    let text = '';
    let depth = 0; // of ${…}
    const inner = []; // the depths at which a template stands within another
    for (let at = start.lastIndex; at < source.length; at += 1) {
      const isOpening = source.startsWith('${', at);
      if (source[at] === '`') {
        if (depth === 0) break;
        if (inner.at(-1) === depth) inner.pop();
        else inner.push(depth);
      } else if (isOpening || (source[at] === '{' && depth > 0)) {
        depth += 1;
        if (isOpening) at += 1;
      } else if (source[at] === '}' && depth > 0) depth -= 1;
      else if (depth === 0) text += source[at];
    }
    templates.push(text);
  }
  return templates;
}
