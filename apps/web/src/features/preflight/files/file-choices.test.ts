import type { FilePlanEntry } from '@godwit/domain/file-plan';
import { describe, expect, it } from 'vitest';
import { isSame, rowChoices, toggle, whyNoDirectory } from './file-choices.ts';

const none = { directories: [], approved: [], replace: [], excluded: [] };
const entry = (more: Partial<FilePlanEntry>): FilePlanEntry => ({
  path: '/srv/a',
  kind: 'written',
  handling: 'staged',
  by: 'Godwit',
  reason: '',
  bytes: 1,
  needs: null,
  replace: false,
  within: null,
  refused: null,
  ...more,
});
const listsOf = (more: Partial<FilePlanEntry>) => rowChoices(entry(more)).map(({ list }) => list);

describe('choices about files', () => {
  it('go in and out of their list, and count as the same in any order', () => {
    const both = toggle(toggle(none, 'approved', '/b'), 'approved', '/a');
    expect(isSame(both, { ...none, approved: ['/a', '/b'] })).toBe(true);
    expect(isSame(both, none)).toBe(false);
    expect(toggle(both, 'approved', '/b').approved).toEqual(['/a']);
  });

  it('are offered where something depends on them, and nowhere else', () => {
    expect(listsOf({ handling: 'shared' })).toEqual([]);
    expect(listsOf({ within: '/srv' })).toEqual([]);
    expect(listsOf({})).toEqual(['excluded']);
    expect(listsOf({ needs: 'replacement' })).toEqual(['replace', 'excluded']);
    expect(listsOf({ kind: 'missing', handling: 'excluded', needs: 'approval' })).toEqual(['approved']);
    expect(listsOf({ kind: 'missing', handling: 'excluded', needs: 'replacement' })).toEqual(['replace']);
    expect(listsOf({ kind: 'missing', refused: 'no' })).toEqual([]);
  });

  it('take a directory only by a plain path', () => {
    expect(whyNoDirectory('/var/lib/redis', none)).toBeNull();
    for (const typed of ['var', '/var/', '/var//lib', '/var/../etc'])
      expect(whyNoDirectory(typed, none)).not.toBeNull();
    expect(whyNoDirectory('/srv', { ...none, directories: ['/srv'] })).toMatch(/already/);
  });
});
