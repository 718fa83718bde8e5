import { describe, expect, it } from 'vitest';
import { findFileRefusal, findNeverRefusal } from './allow-file.ts';
import { defaultPolicy } from './policy.ts';

describe('what a policy lets travel', () => {
  it.each(['/var/lib/redis', '/srv/data/a', '/opt/app/run.sh', '/home/ada/notes'])('%s may come', (path) => {
    expect(findFileRefusal(defaultPolicy, path)).toBeNull();
  });

  it.each([
    ['/etc/passwd', /allows files of workloads below/],
    ['/usr/lib/libc.so.6', /allows files of workloads below/],
    ['/variety', /allows files of workloads below/],
    ['/var', /allows files of workloads below/],
    ['/home/ada/.ssh/authorized_keys', /forbids .*pattern "\*\/\.ssh"/],
    ['/var/lib/godwit-agent/identity.json', /forbids/],
    ['/var/spool/cron/crontabs/root', /forbids/],
  ])('%s may not come', (path, why) => {
    expect(findFileRefusal(defaultPolicy, path)).toMatch(why);
  });

  it('a directory above something that never travels may travel itself, without it being named', () => {
    expect(findNeverRefusal(defaultPolicy, '/home/ada')).toBeNull();
    expect(findNeverRefusal({ ...defaultPolicy, neverFiles: [] }, '/home/ada/.ssh')).toBeNull();
  });
});
