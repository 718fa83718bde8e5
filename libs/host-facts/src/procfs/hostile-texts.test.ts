import { readFileSync } from 'node:fs';
import { mutateText, seeded } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { parseCpuinfo } from '../host/parse-cpuinfo.ts';
import { parseMeminfo } from '../host/parse-meminfo.ts';
import { parseOffsets } from '../host/read-clocks.ts';
import { parseInterfaces } from '../host/read-devices.ts';
import { parseCommitLeft } from '../host/read-hugepages.ts';
import { parseKernelConfig } from '../host/read-kernel-config.ts';
import { parseLimits } from '../host/read-own-limits.ts';
import { findLocks } from '../questions/find-locks.ts';
import { parseNetInet } from '../sockets/parse-net-inet.ts';
import { parseNetTable } from '../sockets/parse-net-table.ts';
import { parseNetUnix } from '../sockets/parse-net-unix.ts';
import { inetTables } from '../sockets/socket-tables.ts';
import { parseCgroup } from './parse-cgroup.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { parseFdLink } from './parse-fd-link.ts';
import { parseFdInfo } from './parse-fdinfo.ts';
import { parseMountinfo } from './parse-mountinfo.ts';
import { parseSmaps } from './parse-smaps.ts';
import { parseStat } from './parse-stat.ts';
import { parseStatus } from './parse-status.ts';

const own = (name: string): string => readFileSync(`/proc/self/${name}`, 'utf8').slice(0, 20_000);
const [tcp] = inetTables;

const parsers: [name: string, text: string, parse: (text: string) => unknown][] = [
  ['stat', own('stat'), parseStat],
  ['status', own('status'), parseStatus],
  ['smaps', own('smaps'), parseSmaps],
  ['mountinfo', own('mountinfo'), parseMountinfo],
  ['cgroup', own('cgroup'), parseCgroup],
  ['cmdline', own('cmdline'), parseCommandLine],
  ['fdinfo', own('fdinfo/1'), parseFdInfo],
  ['fd link', 'anon_inode:[eventpoll]', parseFdLink],
  ['limits', own('limits'), parseLimits],
  ['timens_offsets', 'monotonic           0         0\nboottime            0         0\n', parseOffsets],
  ['net/dev', own('net/dev'), parseInterfaces],
  ['net/unix', own('net/unix'), parseNetUnix],
  ['net/netlink', own('net/netlink'), parseNetTable],
  ['net/tcp', own('net/tcp'), (text) => (tcp === undefined ? null : parseNetInet(text, tcp))],
  ['cpuinfo', readFileSync('/proc/cpuinfo', 'utf8').slice(0, 20_000), parseCpuinfo],
  ['meminfo', readFileSync('/proc/meminfo', 'utf8'), parseMeminfo],
  ['commit limit', readFileSync('/proc/meminfo', 'utf8'), parseCommitLeft],
  ['locks', '1: FLOCK  ADVISORY  WRITE 712 fe:00:1234 0 EOF\n', (text) => findLocks(text, '254:0', '1234')],
  ['kernel configuration', 'CONFIG_TIME_NS=y\n# CONFIG_AIO is not set\n', parseKernelConfig],
];
const texts = parsers.map(([, text]) => text);

describe('10,000 texts of /proc that are cut off, foreign or hostile', () => {
  it('each end in a value or in an error with words, and soon', () => {
    const below = seeded(20_261);
    let values = 0;
    let slowest = { name: '', ms: 0 };
    for (let round = 0; round < 10_000; round++) {
      const [name, text, parse] = parsers[below(parsers.length)] ?? ['', '', () => null];
      const mutated = mutateText(text, below, texts);
      const startedMs = performance.now();
      try {
        parse(mutated);
        values++;
      } catch (error) {
        expect(error, name).toBeInstanceOf(Error);
        expect((error as Error).message.length, name).toBeGreaterThan(5);
      }
      const ms = performance.now() - startedMs;
      if (ms > slowest.ms) slowest = { name, ms };
    }
    expect(values).toBeGreaterThan(1000);
    expect(slowest.ms, slowest.name).toBeLessThan(1000);
  }, 60_000);
});
