import { buildBundle, buildFd, buildFile, buildInetSocket, buildTask, buildUnixSocket } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { judge } from '../verdict/index.ts';
import { parseBundle } from './bundle.ts';
import { known } from './fact.ts';
import { maskBundle } from './mask-bundle.ts';

const secret = '/home/alice/payroll/salaries of 2026.db';
const bundle = buildBundle({
  tree: {
    tasks: [
      buildTask({
        commandLine: known(['/usr/bin/counter', '--password=hunter2', secret]),
        fds: [
          buildFd({ link: `${secret} (deleted)`, identity: { path: secret, state: 'deleted', nlink: 0 } }),
          buildFd({ fd: 4, link: '/memfd:cache', kind: 'memfd' }),
        ],
      }),
    ],
    ancestors: known([
      { pid: 9, comm: 'sh', commandLine: ['sh', '-c', 'hunter2'], startTimeTicks: 1, hasTerminal: false },
    ]),
    supervisors: known([{ kind: 'shell-loop', name: 'sh', pid: 9, evidence: `loop in ${secret}` }]),
    files: known([buildFile({ path: secret }), buildFile({ path: '/usr/lib/libc.so.6' })]),
    unixSockets: known([buildUnixSocket({ name: '@alice-agent' }), buildUnixSocket({ name: 'alice.sock' })]),
  },
});

describe('names of mounts and links', () => {
  const of = (source: string, options: string) => ({
    ...{ mountId: 30, parentId: 1, dev: '0:40', root: '/', mountPoint: '/srv', filesystem: 'nfs4' },
    ...{ source, options, optionalFields: [] },
  });
  const named = buildBundle({
    tree: {
      mounts: known([of('files.alice.example:/export/payroll', 'rw,vers=4.2,addr=10.9.8.7,username=alice')]),
      inetSockets: known([
        buildInetSocket({ boundInterface: 'wg-alice' }),
        buildInetSocket({ boundInterface: 'eth0' }),
      ]),
    },
  });

  it('leave with the bundle only where the system gave them', () => {
    const { mounts, inetSockets } = maskBundle(named).tree ?? {};
    expect(mounts).toMatchObject({
      value: [
        {
          source: expect.stringMatching(/^masked-\d+:\/masked-\d+\/masked-\d+$/),
          options: expect.stringMatching(/^rw,vers=4\.2,addr=masked-\d+,username=masked-\d+$/),
        },
      ],
    });
    expect(inetSockets).toMatchObject({
      value: [{ boundInterface: expect.stringMatching(/^masked-/) }, { boundInterface: 'eth0' }],
    });
  });
});

describe('maskBundle', () => {
  const masked = maskBundle(bundle);
  const text = JSON.stringify(masked);

  it('leaves no name of a person and no argument', () => {
    for (const word of ['alice', 'payroll', 'salaries', 'hunter2']) expect(text).not.toContain(word);
    expect(text).toContain('/usr/lib/libc.so.6');
    expect(text).toContain('/memfd:cache');
  });

  it('gives one name the same word everywhere, and keeps what rules rely on', () => {
    const [fd] = masked.tree?.tasks[0]?.fds.known ? masked.tree.tasks[0].fds.value : [];
    expect(fd?.link).toMatch(/^\/home\/masked-\d+\/masked-\d+\/masked-\d+ \(deleted\)$/);
    expect(fd?.link).toBe(`${fd?.identity?.path} (deleted)`);
    expect(masked.tree?.files).toMatchObject({ value: [{ path: fd?.identity?.path }, {}] });
  });

  it('is a bundle, and is judged as before', () => {
    expect(parseBundle(text)).toEqual(masked);
    const told = (source: typeof bundle) => {
      const { verdict, options, findings } = judge({ source, purpose: 'here' });
      return { verdict, options, ids: findings.map(({ id }) => id) };
    };
    expect(told(masked)).toEqual(told(bundle));
  });
});
