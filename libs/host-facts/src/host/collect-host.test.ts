import { hostFactsSchema, unknown } from '@godwit/domain/facts';
import { describe, expect, it } from 'vitest';
import { parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { collectHost } from './collect-host.ts';
import { parseCpuinfo } from './parse-cpuinfo.ts';
import { parseMeminfo } from './parse-meminfo.ts';
import { cgroupSupport } from './read-cgroup-support.ts';
import { mountOf } from './read-images-directory.ts';
import { readTools } from './read-tools.ts';

it('fills the contract on this machine, and says what CRIU said', async () => {
  const readCriu = async () => unknown<never>('no CRIU here');
  const host = await collectHost({ readCriu, imagesDirectory: '/var/lib/godwit/not/made/yet' });
  expect(hostFactsSchema.safeParse(host).error).toBeUndefined();
  expect(host.criu).toEqual({ known: false, reason: 'no CRIU here' });
  for (const name of ['bootId', 'kernel', 'cpu', 'memory', 'privileges', 'limits', 'imagesDirectory'] as const) {
    expect(host[name], name).toMatchObject({ known: true });
  }
});

describe('parsing', () => {
  it('counts processors and reads flags of both x86 and ARM', () => {
    const x86 =
      'processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon\nflags\t\t: fpu avx2\n\nprocessor\t: 1\n';
    expect(parseCpuinfo(x86)).toEqual({ vendor: 'GenuineIntel', model: 'Xeon', flags: ['fpu', 'avx2'], count: 2 });
    const arm = 'processor\t: 0\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n';
    expect(parseCpuinfo(arm)).toEqual({ vendor: '0x41', model: '0xd0c', flags: ['fp', 'asimd'], count: 1 });
  });

  it('reads sizes in KiB, and throws rather than tell none', () => {
    const text = 'MemTotal:  1000 kB\nMemAvailable:  400 kB\nSwapFree:  0 kB\n';
    expect(parseMeminfo(text)).toEqual({ totalBytes: 1_024_000, availableBytes: 409_600, swapFreeBytes: 0 });
    expect(() => parseMeminfo('MemFree: 1 kB\n')).toThrow('unknown form');
  });

  it('finds the mount a path lies on', () => {
    const mounts = parseMountinfo(
      '1 0 8:1 / / rw - ext4 a rw\n2 1 8:2 / /var rw - xfs b rw\n3 1 8:3 / /variant rw - tmpfs c rw\n',
    );
    expect(mountOf(mounts, '/var/lib')?.filesystem).toBe('xfs');
    expect(mountOf(mounts, '/variable')?.filesystem).toBe('ext4');
  });

  it('tells cgroup versions and their freezers apart', () => {
    const v1 = '1 0 0:1 / /cg/cpu,cpuacct rw - cgroup c rw\n';
    const freezer = '2 0 0:2 / /cg/freezer rw - cgroup c rw\n';
    const v2 = '3 0 0:3 / /tmp rw - cgroup2 c rw\n';
    expect(cgroupSupport(parseMountinfo(v1), '4.4.0')).toEqual({ version: 'v1', freezer: false });
    expect(cgroupSupport(parseMountinfo(v1 + freezer), '4.4.0')).toEqual({ version: 'v1', freezer: true });
    expect(cgroupSupport(parseMountinfo(v2), '6.1.0')).toEqual({ version: 'v2', freezer: true });
    expect(cgroupSupport(parseMountinfo(v1 + v2), '4.20.0')).toEqual({ version: 'hybrid', freezer: false });
    expect(cgroupSupport([], '6.1.0')).toEqual({ version: 'none', freezer: false });
  });
});

it('names tools that are there and those that are not', () => {
  const tools = readTools('/nowhere');
  expect(tools.tar).toMatch(/^\/.*\/tar$/);
  expect(Object.keys(tools)).toEqual(expect.arrayContaining(['ip', 'nft', 'iptables-restore']));
});
