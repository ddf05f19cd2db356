// Holds what a browser has to load against budget.json; fails the build when it is more. In bytes of gzip, level 9.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const root = new URL('../', import.meta.url);
const budget = JSON.parse(readFileSync(new URL('budget.json', root), 'utf8'));
const manifest = JSON.parse(readFileSync(new URL('dist/.vite/manifest.json', root), 'utf8'));
const size = (file) => gzipSync(readFileSync(new URL(`dist/${file}`, root)), { level: 9 }).length;

/** A chunk with everything that it imports at once. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) closure(imported, seen);
  return seen;
}

const chunks = Object.keys(manifest).filter((key) => manifest[key].file.endsWith('.js'));
const initial = closure(chunks.find((key) => manifest[key].isEntry));
const lazy = chunks.filter((key) => !initial.has(key));
// What comes until somebody signed in sees the calendar, in one language; a page that was renamed shall not go uncounted.
const missing = budget.calendar.entries.filter((key) => !(key in manifest));
if (missing.length > 0) throw new Error(`budget.json names what is not built: ${missing.join(', ')}`);
const calendar = new Set();
for (const key of budget.calendar.entries) closure(key, calendar);
const styles = new Set(Object.values(manifest).flatMap(({ file, css = [] }) => [...css, ...(file.endsWith('.css') ? [file] : [])]));
const sum = (files) => [...files].reduce((total, file) => total + size(file), 0);

const rows = [
  ['initial JavaScript', sum([...initial].map((key) => manifest[key].file)), budget.initialJavaScript],
  ['JavaScript until the calendar stands', sum([...calendar].map((key) => manifest[key].file)), budget.calendar.javaScript],
  ['CSS', sum(styles), budget.css],
  ...lazy.map((key) => [manifest[key].file, size(manifest[key].file), budget.lazyChunk]).sort((a, b) => b[1] - a[1]),
];
const over = rows.filter(([, bytes, limit]) => bytes > limit);
for (const [name, bytes, limit] of rows) console.log(`${bytes > limit ? 'OVER ' : '     '}${(bytes / 1000).toFixed(1).padStart(6)} of ${limit / 1000} KB  ${name}`);
if (over.length > 0) {
  console.error(`\n${over.length} over the budget: load what is heavy only when it is needed.`);
  process.exit(1);
}
