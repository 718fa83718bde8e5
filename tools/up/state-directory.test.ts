import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { prepareStateDirectory } from './state-directory.mjs';

const stranger = { name: 'stranger', uid: 65_534, gid: 65_534 };
const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('the state directory', () => {
  it('is closed to others but for the way to the folder that is theirs', () => {
    const folders = prepareStateDirectory(path.join(makeTree({}), 'state'), undefined);
    expect(modeOf(folders.root)).toBe(0o711);
    for (const folder of [folders.postgres, folders.server, folders.agent, folders.logs])
      expect(modeOf(folder)).toBe(0o700);
  });

  it('is refused where the service user cannot get to', () => {
    const base = makeTree({ 'home/.keep': '' });
    chmodSync(path.join(base, 'home'), 0o700);
    expect(() => prepareStateDirectory(path.join(base, 'home/state'), stranger)).toThrow(
      /may not enter .*GODWIT_STATE_DIR/,
    );
  });
});
