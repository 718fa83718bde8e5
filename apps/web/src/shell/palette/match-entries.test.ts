import { expect, it } from 'vitest';
import { matchEntries, type PaletteEntry } from './match-entries.ts';

const entry = (title: string, note = '', kind: PaletteEntry['kind'] = 'workload'): PaletteEntry => ({
  id: title,
  kind,
  title,
  note,
  href: '/',
});
const entries = [
  entry('old-redis', 'lab-a'),
  entry('redis', 'lab-b'),
  entry('counter', 'redis box'),
  entry('Runs', '', 'page'),
];
const titles = (query: string) => matchEntries(entries, query).map((one) => one.title);

it('puts a title that begins with the word first, and a mention last', () => {
  expect(titles('redis')).toEqual(['redis', 'old-redis', 'counter']);
});

it('wants every word', () => {
  expect(titles('redis lab-a')).toEqual(['old-redis']);
  expect(titles('nothing')).toEqual([]);
});

it('offers everything before anything is typed', () => {
  expect(titles('')).toHaveLength(4);
});
