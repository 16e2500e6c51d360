// The folders of the page: what lives where, and who may import whom.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  circleIn,
  filesOf,
  forbiddenImports,
  importsOf,
  MAY_IMPORT,
  needsOf,
} from './structure.js';

const WEB = fileURLToPath(new URL('./web/', import.meta.url));
const MOST_FILES = 15;

const imports = importsOf(WEB);

test('parts import the layers below them, and not each other', () => {
  assert.deepEqual(forbiddenImports(imports), []);
});

test('there is no circle of imports, of types either', () => {
  assert.equal(circleIn(imports), null);
});

test('every folder is known, and none has many files', () => {
  const counts = {};
  for (const file of filesOf(WEB)) counts[dirname(file)] = (counts[dirname(file)] ?? 0) + 1;
  const known = new Set(['.', 'style', ...Object.keys(MAY_IMPORT)]);
  assert.deepEqual(new Set(Object.keys(counts)), known);
  for (const [folder, count] of Object.entries(counts)) assert.ok(count <= MOST_FILES, folder);
});

test('the page needs all modules, and loads all styles', () => {
  const unused = new Set(imports.keys()).difference(needsOf('page/main.js', imports));
  assert.deepEqual(unused, new Set());
  const page = readFileSync(`${WEB}/index.html`, 'utf-8');
  const styles = filesOf(WEB).filter((file) => file.endsWith('.css'));
  for (const file of styles) assert.ok(page.includes(`"/sandbox/inbox/${file}"`), file);
});

test('the rules find what they are there for', () => {
  const wrong = new Map([
    ['list/list.js', ['phone/phone.js', 'shared/html.js', 'list/row.js', 'store/lost.js']],
    ['list/row.js', ['list/list.js']],
    ['shared/html.js', ['store/store.js']],
    ['store/store.js', []],
    ['phone/phone.js', []],
  ]);
  assert.deepEqual(forbiddenImports(wrong), [
    'list/list.js imports phone/phone.js',
    'list/list.js imports store/lost.js',
    'shared/html.js imports store/store.js',
  ]);
  assert.deepEqual(circleIn(wrong), ['list/list.js', 'list/row.js', 'list/list.js']);
  assert.equal(circleIn(new Map([['a', ['b', 'c']], ['b', ['c']], ['c', []]])), null);
});

test('imports of types are seen too', () => {
  assert.ok(imports.get('store/store.js').includes('store/state.d.ts'));
  assert.ok(imports.get('store/state.d.ts').includes('service/types.d.ts'));
});
