import { expect, it } from 'vitest';
import type { FrozenTask } from '../channel/messages.ts';
import { compareTask, findDifferences } from './compare-task.ts';

const frozen: FrozenTask = {
  pid: 7,
  ppid: 1,
  comm: 'web',
  commandLine: 'web --listen',
  exe: '/usr/bin/web',
  cwd: '/srv',
  threads: 2,
  fds: 5,
  uid: 1000,
};

it('does not take the user of CRIU for that of a copy which CRIU still holds', () => {
  const held = { ...frozen, uid: 0, fds: 9 };
  expect(compareTask(frozen, held, 'is built')).toMatchObject({ passed: true });
  expect(findDifferences(frozen, { ...held, exe: '/usr/bin/other' }, 'is built')).toEqual(['exe']);
});

it('wants the same user of a copy that runs', () => {
  const { passed, line } = compareTask(frozen, { ...frozen, uid: 0 }, 'runs');
  expect(passed).toBe(false);
  expect(line).toContain('uid is "0" and was "1000"');
});
