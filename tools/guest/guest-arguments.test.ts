import { describe, expect, it } from 'vitest';
import { readGuestArguments, UsageError } from './guest-arguments.mjs';

describe('what a guest is asked to do', () => {
  it('takes the command as it stands, options of its own included', () => {
    expect(readGuestArguments(['--memory', '512', '--', 'ls', '--', '--cpus', "it's; $HOME"])).toMatchObject({
      command: ['ls', '--', '--cpus', "it's; $HOME"],
      memoryMb: 512,
      cpus: 2,
      deadlineMs: 600_000,
    });
  });

  it('ends its own options at the first word that is none', () => {
    const job = readGuestArguments([
      '--cpus=1',
      '--env',
      'A=b=c',
      '--take',
      '/results=/srv/r',
      'uname',
      '--memory',
      '1',
    ]);
    expect(job).toMatchObject({
      command: ['uname', '--memory', '1'],
      cpus: 1,
      env: { A: 'b=c' },
      take: [{ guest: '/results', host: '/srv/r' }],
    });
  });

  it.each([
    [[], 'No command'],
    [['--memory', '512'], 'No command'],
    [['--memory', 'much', '--', 'ls'], '--memory wants a whole number'],
    [['--env', 'NAME', '--', 'ls'], '--env wants two parts'],
    [['--colour', 'red', '--', 'ls'], '--colour'],
  ])('refuses %j', (words, reason) => {
    expect(() => readGuestArguments(words)).toThrow(UsageError);
    expect(() => readGuestArguments(words)).toThrow(reason);
  });
});
