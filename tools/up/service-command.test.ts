import { chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { runCommand } from '../process/run-command.mjs';
import { chooseServiceUser } from '../process/service-user.mjs';
import { serviceCommand } from './service-command.mjs';

const user = chooseServiceUser();
const whoAmI = 'console.log(JSON.stringify([process.getuid(), process.argv.slice(2), import.meta.filename]));';

// Like a clone in root's home: the folder above the clone lets nobody else pass.
function makeClone(closed: boolean) {
  const base = makeTree({ 'home/clone/program.mjs': whoAmI, 'mounts/.keep': '' });
  chmodSync(base, 0o711);
  chmodSync(path.join(base, 'home'), closed ? 0o700 : 0o755);
  return { root: path.join(base, 'home/clone'), mountsDir: path.join(base, 'mounts') };
}

async function start(clone: { root: string; mountsDir: string }) {
  const { argv, user: identity } = serviceCommand({ user, script: 'program.mjs', ...clone });
  const result = await runCommand([...argv, 'one', 'two'], {
    capture: true,
    cwd: '/',
    uid: identity?.uid,
    gid: identity?.gid,
  });
  return JSON.parse(result.output);
}

describe('serviceCommand', () => {
  it('starts a program of the clone as the service user', async () => {
    const clone = makeClone(false);
    const expectedUid = user?.uid ?? process.getuid?.();
    expect(await start(clone)).toEqual([expectedUid, ['one', 'two'], path.join(clone.root, 'program.mjs')]);
  });

  it('shows a clone that the service user cannot reach at a place where it can', async () => {
    const clone = makeClone(true);
    const [uid, argv, file] = await start(clone);
    expect(argv).toEqual(['one', 'two']);
    // Without root there is no other user, so nothing is out of reach.
    const expected = user
      ? [user.uid, path.join(clone.mountsDir, 'clone/program.mjs')]
      : [process.getuid?.(), path.join(clone.root, 'program.mjs')];
    expect([uid, file]).toEqual(expected);
  });
});
