import { hostFactsSchema } from '@godwit/domain/facts';
import { describe, expect, it } from 'vitest';
import { parseOffsets } from './read-clocks.ts';
import { readDetails } from './read-details.ts';
import { parseInterfaces } from './read-devices.ts';
import { parseCommitLeft } from './read-hugepages.ts';
import { parseKernelConfig } from './read-kernel-config.ts';
import { parseLimits } from './read-own-limits.ts';
import { parseProfiles } from './read-security.ts';

it('reads this host, and says of what it cannot read why', () => {
  const details = readDetails();
  expect(hostFactsSchema.partial().safeParse(details).error).toBeUndefined();
  for (const name of ['ownLimits', 'ownRights', 'clocks', 'interfaces', 'terminals', 'filesystems'] as const)
    expect(details[name], name).toMatchObject({ known: true });
  for (const fact of Object.values(details.sysctls ?? {}))
    if (!fact.known) expect(fact.reason).toMatch(/could not be read/);
  expect(details.sysctls?.['vm.max_map_count']).toMatchObject({ known: true, value: expect.stringMatching(/^\d+$/) });
});

describe('parsing', () => {
  it('tells options that are set from those that are not', () => {
    const text = 'CONFIG_TIME_NS=y\n# CONFIG_AIO is not set\nCONFIG_TUN=m\nCONFIG_UNHEARD_OF=y\n';
    expect(parseKernelConfig(text)).toEqual({ TIME_NS: 'y', AIO: 'n', TUN: 'm' });
  });

  it('reads limits by their short names', () => {
    const text =
      'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 unlimited            files     \n';
    expect(parseLimits(text)).toEqual({ nofile: { soft: 1024, hard: null } });
  });

  it('tells a time namespace with offsets from one without', () => {
    expect(parseOffsets('monotonic           0         0\nboottime            0         0\n')).toBeNull();
    expect(parseOffsets('monotonic      -10         0\nboottime            5         0\n')).toEqual({
      monotonicSeconds: -10,
      boottimeSeconds: 5,
    });
  });

  it('finds interfaces, profiles and what is left to commit', () => {
    expect(parseInterfaces('Inter-|   Receive\n face |bytes\n    lo: 1 2\neth0.5: 1\n')).toEqual(['lo', 'eth0.5']);
    expect(parseProfiles('web (enforce)\n/usr/bin/man (complain)\n')).toEqual(['web', '/usr/bin/man']);
    expect(parseCommitLeft('CommitLimit:  100 kB\nCommitted_AS:  40 kB\n')).toBe(61_440);
  });
});
