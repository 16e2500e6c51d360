// Which module of the page imports which, types included.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

// What the modules of a folder may import beside each other.
const PARTS = ['list', 'phone', 'details', 'calls', 'tools', 'account'];
const BELOW_PARTS = ['texts', 'service', 'shared', 'store', 'control'];
export const MAY_IMPORT = {
  texts: [],
  service: ['texts'],
  shared: ['texts', 'service'],
  store: ['texts', 'service', 'shared'],
  control: ['texts', 'service', 'shared', 'store'],
  ...Object.fromEntries(PARTS.map((part) => [part, BELOW_PARTS])),
  page: [...BELOW_PARTS, ...PARTS],
};

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g;

/** The files of the page by their folders, what others made left out. */
export function filesOf(web) {
  const entries = readdirSync(web, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((file) => relative(web, join(file.parentPath, file.name)));
  return paths.filter((path) => !path.startsWith('vendor')).sort();
}

/** The modules, each with those that it imports. */
export function importsOf(web) {
  const modules = filesOf(web).filter((path) => /\.(js|ts)$/.test(path));
  return new Map(modules.map((path) => {
    const source = readFileSync(join(web, path), 'utf-8');
    const specifiers = [...source.matchAll(IMPORT)].map(([, specifier]) => specifier);
    const own = specifiers.filter((specifier) => specifier.startsWith('.'));
    return [path, own.map((specifier) => resolve(path, specifier, modules))];
  }));
}

function resolve(importer, specifier, modules) {
  const path = join(dirname(importer), specifier);
  return modules.find((module) => module === path || module === `${path}.d.ts`) ?? path;
}

/** The imports of what a folder may not import, or of what is not there. */
export function forbiddenImports(imports) {
  const forbidden = [];
  for (const [importer, imported] of imports) {
    const folder = dirname(importer);
    for (const path of imported) {
      const isAllowed = dirname(path) === folder || MAY_IMPORT[folder]?.includes(dirname(path));
      if (!isAllowed || !imports.has(path)) forbidden.push(`${importer} imports ${path}`);
    }
  }
  return forbidden;
}

/** A circle of imports, or nothing. */
export function circleIn(imports) {
  const done = new Set();
  const visit = (path, way) => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of imports.get(path) ?? []) {
      const circle = visit(next, [...way, path]);
      if (circle) return circle;
    }
    done.add(path);
    return null;
  };
  for (const path of imports.keys()) {
    const circle = visit(path, []);
    if (circle) return circle;
  }
  return null;
}

/** All that a module needs, itself included. */
export function needsOf(start, imports, needs = new Set()) {
  if (needs.has(start)) return needs;
  needs.add(start);
  for (const path of imports.get(start) ?? []) needsOf(path, imports, needs);
  return needs;
}
