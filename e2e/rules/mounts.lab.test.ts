import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { describeWithCriu, type Trial } from './describe-with-criu.ts';
import { fromTheMachine, inNamespace, inPidNamespace } from './in-namespace.ts';

/** A directory of the host with mounts that trees of the trials see too. */
const host = mkdtempSync(path.join(tmpdir(), 'godwit-mounts-'));

beforeAll(() => {
  execFileSync('mkdir', [`${host}/ram`, `${host}/shared`, `${host}/place`, `${host}/jail`]);
  execFileSync('mount', ['-t', 'ramfs', 'trial', `${host}/ram`]);
  execFileSync('mkdir', [`${host}/ram/sub`]);
  execFileSync('mount', ['-t', 'tmpfs', 'trial', `${host}/shared`]);
  execFileSync('mount', ['--make-shared', `${host}/shared`]);
  execFileSync('touch', [`${host}/ram/file`]);
});

afterAll(() => {
  for (const name of ['ram', 'shared']) execFileSync('umount', ['-l', `${host}/${name}`]);
  rmSync(host, { recursive: true, force: true });
});

const without = `umount ${host}/ram; umount -l ${host}/shared`;

const trial = (name: string, setUp: string, finds: string[], flags = '--mount'): Trial => ({
  name,
  program: inNamespace(flags, setUp),
  finds,
  mayFind: fromTheMachine,
});

describeWithCriu('mounts', [
  trial(
    'a tmpfs, a bind and a mount over a mount, all of its own',
    `${without}; mount -t tmpfs a ${host}/place; echo kept > ${host}/place/file; mount --bind /usr ${host}/jail; mount -t tmpfs b ${host}/jail`,
    ['mounts.root-needed'],
  ),
  trial('a ramfs of the host', `umount -l ${host}/shared`, ['mounts.root-needed', 'mounts.unsupported']),
  trial('an empty ramfs of its own', `${without}; mount -t ramfs a ${host}/place`, [
    'mounts.root-needed',
    'mounts.mounted-anew',
  ]),
  trial(
    'a slave of a mount of the host',
    `umount ${host}/ram`,
    ['mounts.root-needed', 'mounts.sharing'],
    '--mount --propagation slave',
  ),
  {
    name: 'a chroot within mounts of its own',
    program: `
inside = 'exec 3>&1 </dev/null >/dev/null 2>&1; ${without}; mkdir jail; mount --bind / jail; echo ready $$ >&3; exec 3>&-; exec chroot jail /bin/sleep 1000'
os.execvp('unshare', ['unshare', '--mount', 'sh', '-c', inside])`,
    finds: ['mounts.chroot'],
    mayFind: ['deleted-files.unreachable', ...fromTheMachine],
  },
  {
    name: 'pid namespace and mounts of its own, with its /proc',
    program: inPidNamespace('--mount-proc', without),
    finds: ['mounts.root-needed'],
    mayFind: fromTheMachine,
  },
]);

describeWithCriu('stray files', [
  {
    name: 'streams that were opened before unshare',
    program: `os.execvp('unshare', ['unshare', '--mount', 'sh', '-c', '${without}; echo ready $$; exec sleep 1000'])`,
    finds: ['stray-files.unlisted', 'mounts.root-needed'],
    mayFind: [...fromTheMachine, 'mounts.unsupported', 'mounts.sharing'],
  },
  {
    name: 'an open message queue',
    program: `
library = ctypes.CDLL('librt.so.1')
library.mq_open(b'/godwit-trial', 0o102, 0o600, None)
library.mq_unlink(b'/godwit-trial')
ready()
wait()`,
    finds: ['stray-files.message-queue'],
  },
]);
