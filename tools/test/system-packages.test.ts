import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { listMissingPackages } from './system-packages.mjs';

describe('system packages', () => {
  it('names each missing package once, and none whose program or file is there', () => {
    const root = makeTree({
      'one.json': [
        { package: 'absent', binary: 'no-such-program' },
        { package: 'dash', binary: 'sh' },
      ],
      'two.json': [
        { package: 'absent', file: '/no/such/file' },
        { package: 'base', file: '/etc/passwd' },
      ],
    });
    const files = ['one.json', 'two.json', 'not-written-yet.json'].map((name) => path.join(root, name));
    expect(listMissingPackages(files)).toEqual(['absent']);
  });
});
