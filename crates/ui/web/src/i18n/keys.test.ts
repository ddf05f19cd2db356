import { expect, test } from 'vitest';
import en from './en.json';
import id from './id.json';

const files = import.meta.glob<string>(['/src/**/*.{ts,tsx}', '!/src/**/*.test.*', '!/src/api/schema.d.ts'], { query: '?raw', import: 'default', eager: true });
const source = Object.values(files).join('\n');

function leaves(words: object, prefix = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as [string, string]] : leaves(value as object, `${prefix}${key}.`)));
}

/** Plurals have one name in the sources. */
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const sections = Object.keys(en).join('|');
const literal = new Set([...source.matchAll(new RegExp(`['"\`]((?:${sections})(?:\\.[\\w-]+)+)['"\`]`, 'g'))].map(([, key]) => key as string));
/** `t(\`admin.role.${kind}.title\`)`: the fixed beginning stands for all that begin so. */
const beginnings = [...source.matchAll(new RegExp(`\`((?:${sections})\\.[\\w.-]*)\\$\\{`, 'g'))].map(([, beginning]) => beginning as string);

test('every word that is asked for is there', () => {
  const keys = new Set(leaves(en).flatMap(([key]) => [key, plain(key)]));
  const groups = (key: string) => [...keys].some((each) => each.startsWith(`${key}.`));
  expect([...literal].filter((key) => !keys.has(key) && !groups(key))).toEqual([]);
  expect(beginnings.filter((beginning) => ![...keys].some((key) => key.startsWith(beginning)))).toEqual([]);
});

test('every word that is there is asked for', () => {
  const isUsed = (key: string) => literal.has(plain(key)) || beginnings.some((beginning) => key.startsWith(beginning)) || [...literal].some((group) => key.startsWith(`${group}.`));
  expect(leaves(en).map(([key]) => key).filter((key) => !isUsed(key))).toEqual([]);
});

test('both languages fill in the same', () => {
  const blanks = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();
  const indonesian = new Map(leaves(id));
  const differing = leaves(en).filter(([key, text]) => String(blanks(text)) !== String(blanks(indonesian.get(key) ?? '')));
  expect(differing.map(([key]) => key)).toEqual([]);
});
