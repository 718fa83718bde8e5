import { buildBundle, buildFd, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import type { FactBundle, FileIdentity, OpenFd } from '../facts/index.ts';
import { deletedFiles } from './deleted-files.ts';

const holding = (...fds: OpenFd[]): FactBundle => buildBundle({ tree: { tasks: [buildTask({ fds })] } });
const open = (identity: Partial<FileIdentity>, link = '/srv/data (deleted)'): OpenFd =>
  buildFd({ fd: 4, link, identity: { path: '/srv/data', ...identity } });
const unlinked = { state: 'deleted', nlink: 0 } as const;
const ghostLine = "Error (criu/files-reg.c:1031): Can't dump ghost file /tmp/rt/gh of 3002368 size, increase limit";
const remapLine = "Error (criu/files-reg.c:1122): Can't create link remap for /tmp/rt/gh. Use link-remap option.";

describeRule(deletedFiles, {
  silent: [
    { name: 'files with their names', source: holding(buildFd()) },
    {
      name: 'anonymous memory',
      source: buildBundle({
        tree: { tasks: [buildTask({ mappings: [buildMapping({ path: '/memfd:x', deleted: true })] })] },
      }),
    },
    {
      name: 'a file of a dead process in /proc',
      source: holding(open({ ...unlinked, path: '/proc/55/status', filesystem: 'proc' })),
    },
    {
      name: 'a file on a mount the task does not see, which is told elsewhere',
      source: holding({ ...open({ state: 'deleted', nlink: 1 }), mountSeen: false }),
    },
    {
      name: 'a terminal that was hung up',
      source: holding(open({ state: 'deleted', nlink: 1, kind: 'character-device', rdev: '136:0' })),
    },
  ],
  fires: [
    {
      name: 'a small deleted file, which CRIU carries',
      source: holding(open({ ...unlinked, allocatedBytes: 1024 * 1024 })),
      finding: { id: 'deleted-files.ghost', severity: 'note', remedies: [] },
    },
    {
      name: 'a deleted directory',
      source: buildBundle({ tree: { tasks: [buildTask({ cwd: { path: '/srv/gone', ...unlinked } })] } }),
      finding: { id: 'deleted-files.ghost' },
    },
    {
      name: 'a large deleted file, with a limit above its size',
      source: holding(
        open({ ...unlinked, allocatedBytes: 3_002_368 }),
        open({ ...unlinked, allocatedBytes: 3_002_368 }),
      ),
      finding: {
        id: 'deleted-files.large-ghost',
        severity: 'needs-option',
        remedies: [
          {
            text: 'Carry the file in the images: dump with --ghost-limit=4194304.',
            options: { dump: ['--ghost-limit=4194304'], restore: [] },
          },
          {
            text: 'Restart or reload the program, so that it lets the deleted file go.',
            options: { dump: [], restore: [] },
          },
        ],
      },
      criuLine: ghostLine,
    },
    {
      name: 'a deleted library that is mapped',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({
              mappings: [buildMapping({ deleted: true, identity: { ...unlinked, allocatedBytes: 9_000_000 } })],
            }),
          ],
        },
      }),
      finding: { id: 'deleted-files.large-ghost' },
    },
    {
      name: 'a deleted executable, above the limit as well',
      source: buildBundle({ tree: { tasks: [buildTask({ exe: { ...unlinked, allocatedBytes: 98_934_784 } })] } }),
      finding: { id: 'deleted-files.large-ghost', subject: { kind: 'file', pid: 100, path: '/usr/bin/counter' } },
      criuLine: ghostLine,
    },
    {
      name: 'a file that lives on under another name',
      source: holding(open({ state: 'deleted', nlink: 1 })),
      finding: { id: 'deleted-files.link-remap', severity: 'needs-option' },
      criuLine: remapLine,
    },
    {
      name: 'the same when the name was given to another file',
      source: holding(open({ state: 'replaced', nlink: 1 })),
      finding: { id: 'deleted-files.link-remap' },
    },
    {
      name: 'the same in a move: the temporary link stays here',
      purpose: 'move',
      source: holding(open({ state: 'deleted', nlink: 1 })),
      finding: { id: 'deleted-files.link-left-behind', severity: 'blocker' },
      criuLine: remapLine,
    },
    {
      name: 'a path that leads to another file, although the first was not deleted',
      source: holding(open({ state: 'replaced', nlink: 1 }, '/srv/data')),
      finding: { id: 'deleted-files.replaced', severity: 'blocker' },
    },
    {
      name: 'a path that cannot be looked up',
      source: holding(open({ state: 'unreachable' }, '/srv/data')),
      finding: { id: 'deleted-files.unreachable', severity: 'not-evaluated' },
    },
    {
      name: 'a file whose directory is covered by a mount',
      source: holding(open({ state: 'deleted', nlink: 1 }, '/srv/data')),
      finding: { id: 'deleted-files.covered', severity: 'blocker' },
      criuLine: remapLine,
    },
  ],
});
