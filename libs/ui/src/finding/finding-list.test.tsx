import type { Finding } from '@godwit/domain/verdict';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { FindingList } from './finding-list.tsx';

const missing: Finding = {
  id: 'files.missing',
  rule: 'destination-files',
  severity: 'blocker',
  subject: { kind: 'file', pid: 4711, path: '/usr/lib/libfoo.so.1' },
  message: 'A library is missing on lab-b',
  evidence: { here: 'a41f09c2', there: '77c2e0b4' },
  noticed: 'restore',
  criuError: "Can't open file",
  remedies: [{ text: 'Install libfoo.', options: { dump: ['--link-remap'], restore: [] } }],
};

const text = (findings: readonly Finding[]) =>
  renderToStaticMarkup(<FindingList findings={findings} />).replace(/<[^>]+>/g, ' ');

it('shows subject, both sides, when CRIU would notice, its words and the remedy with its option', () => {
  const shown = text([missing]);
  for (const part of [
    'Blocker',
    'A library is missing on lab-b',
    'pid 4711',
    '/usr/lib/libfoo.so.1',
    'a41f09c2',
    '77c2e0b4',
    'would fail at restore, source already frozen',
    'Can&#x27;t open file',
    'Install libfoo.',
    '--link-remap',
    'files.missing',
  ])
    expect(shown).toContain(part);
});

it('keeps every further subject of the same cause on the page', () => {
  const other = { ...missing, subject: { kind: 'file' as const, pid: 4712, path: '/usr/lib/libbar.so.2' } };
  expect(text([missing, other])).toContain('1 more of the same cause');
  expect(text([missing, other])).toContain('/usr/lib/libbar.so.2');
});
