import { buildBundle, describeRule } from '@godwit/test-kit';
import { known, type StrayFile } from '../facts/index.ts';
import { strayFiles } from './stray-files.ts';

const stray = (changes: Partial<StrayFile>): StrayFile => ({
  pid: 100,
  what: 'descriptor',
  fd: 1,
  path: '/tmp/output',
  mountId: 27,
  state: 'unlisted',
  kind: '',
  ...changes,
});
const source = (...files: StrayFile[]) => buildBundle({ tree: { strayFiles: known(files) } });

describeRule(strayFiles, {
  silent: [
    { name: 'files on mounts CRIU knows' },
    { name: 'a terminal from outside, which --shell-job covers', source: source(stray({ kind: 'terminal' })) },
  ],
  fires: [
    {
      name: 'a stream opened before unshare',
      source: source(stray({})),
      finding: { id: 'stray-files.unlisted', subject: { kind: 'fd', pid: 100, fd: 1, path: '/tmp/output' } },
      criuLine: "Error (criu/files-reg.c:1790): Can't lookup mount=24 for fd=0 path=/dev/null",
    },
    {
      name: 'a program that unshared its mounts itself, told once',
      source: source(
        ...['/usr/bin/python3', '/lib/libc.so.6', '/lib/libm.so.6'].map((path, index) =>
          stray({ what: index === 0 ? 'executable' : 'mapping', fd: null, path }),
        ),
      ),
      finding: { id: 'stray-files.unlisted', subject: { kind: 'file', pid: 100, path: '/usr/bin/python3' } },
      criuLine: "Error (criu/files-reg.c:1790): Can't lookup mount=27 for fd=-3 path=/usr/bin/python3",
    },
    {
      name: 'an open message queue',
      source: source(stray({ kind: 'mqueue', path: '/jobs' })),
      finding: { id: 'stray-files.message-queue' },
      criuLine: "Error (criu/files-reg.c:1790): Can't lookup mount=21 for fd=3 path=/jobs",
    },
    {
      name: 'a file below another mount',
      source: source(stray({ state: 'overmounted' })),
      finding: { id: 'stray-files.overmounted' },
      criuLine:
        'Error (criu/files-reg.c:1796): Open files on overmounted mounts are not supported yet; mount=58 fd=3 path=/data/f',
    },
  ],
});
