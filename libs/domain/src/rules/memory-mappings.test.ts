import { buildBundle, buildFd, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import type { FactBundle, Mapping } from '../facts/index.ts';
import { memoryMappings } from './memory-mappings.ts';

const mapping = (mappings: Mapping[]): FactBundle => buildBundle({ tree: { tasks: [buildTask({ mappings })] } });

describeRule(memoryMappings, {
  silent: [
    { name: 'anonymous memory and a library', source: mapping([buildMapping(), buildMapping({ identity: {} })]) },
    {
      name: 'the pages every process gets from the kernel',
      source: mapping([
        buildMapping({ path: '[vvar]', vmFlags: ['rd', 'io', 'pf'] }),
        buildMapping({ path: '[vvar_vclock]', vmFlags: ['pf'] }),
        buildMapping({ path: '[vdso]', vmFlags: ['rd', 'ex'] }),
      ]),
    },
    {
      name: '/dev/zero',
      source: mapping([buildMapping({ path: '/dev/zero', identity: { kind: 'character-device', rdev: '1:5' } })]),
    },
    {
      name: 'an io_uring ring, which has a rule of its own',
      source: mapping([buildMapping({ path: 'anon_inode:[io_uring]', vmFlags: ['io'] })]),
    },
    {
      name: 'the code and data of the kernel, sealed by itself, or neither',
      source: mapping([
        buildMapping({ path: '[vvar]', vmFlags: ['sl'] }),
        buildMapping({ path: '[vdso]', vmFlags: ['sl'] }),
      ]),
    },
    {
      name: 'memory supplied by the tree itself, which a rule about descriptors tells',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({
              mappings: [buildMapping({ vmFlags: ['rd', 'wr', 'um'] })],
              fds: [buildFd({ kind: 'anon-inode', link: 'anon_inode:[userfaultfd]', anonInode: 'userfaultfd' })],
            }),
          ],
        },
      }),
    },
  ],
  fires: [
    {
      name: 'a mapped device',
      source: mapping([buildMapping({ path: '/dev/nvidia0', identity: { kind: 'character-device', rdev: '195:0' } })]),
      finding: {
        id: 'memory-mappings.device',
        severity: 'blocker',
        subject: { kind: 'mapping', pid: 100, path: '/dev/nvidia0' },
      },
    },
    {
      name: 'secret memory',
      source: mapping([buildMapping({ path: '/secretmem', deleted: true })]),
      finding: { id: 'memory-mappings.secret-memory' },
      criuLine: 'Error (criu/proc_parse.c:502): Unknown shit 100600 (/secretmem (deleted))',
    },
    {
      name: 'memory of a device without a file',
      source: mapping([buildMapping({ vmFlags: ['rd', 'wr', 'pf', 'io'] })]),
      finding: {
        id: 'memory-mappings.physical-memory',
        subject: { kind: 'mapping', pid: 100, path: '7f0000000000-7f0000010000' },
      },
    },
    {
      name: 'a probed process',
      source: mapping([buildMapping({ path: '[uprobes]', vmFlags: ['rd', 'ex', 'io'] })]),
      finding: { id: 'memory-mappings.uprobes', severity: 'needs-option' },
      criuLine: 'Error (criu/proc_parse.c:614): PID 11980 has uprobes vma. Consider using --allow-uprobes.',
    },
    {
      name: 'the data of the kernel without its code',
      source: mapping([buildMapping({ path: '[vvar]', vmFlags: ['io', 'pf'] })]),
      finding: { id: 'memory-mappings.vdso-gone', severity: 'blocker' },
      criuLine: "pie: 3382: Error (criu/pie/parasite-vdso.c:297): vdso: Can't find vDSO area in image",
    },
    {
      name: 'the same for a dump alone',
      purpose: 'dump',
      source: mapping([buildMapping({ path: '[vvar]', vmFlags: ['io', 'pf'] })]),
      finding: { id: 'memory-mappings.vdso-gone-dumped', severity: 'caution' },
    },
    {
      name: 'sealed memory, told once',
      source: mapping([buildMapping({ vmFlags: ['rd', 'sl'] }), buildMapping({ vmFlags: ['rd', 'sl'] })]),
      finding: { id: 'memory-mappings.sealed', severity: 'caution' },
    },
    {
      name: 'memory that somebody outside supplies',
      source: mapping([buildMapping({ vmFlags: ['rd', 'wr', 'um'] })]),
      finding: { id: 'memory-mappings.userfault-outside', severity: 'caution' },
    },
  ],
});
