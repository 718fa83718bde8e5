import { existsSync } from 'node:fs';
import path from 'node:path';
import { readStat, readText } from './read-proc.mjs';

/**
 * What a thread can do at this moment:
 * - `dead`: a zombie, or gone
 * - `stopped`: by a signal (T) or by a tracer (t)
 * - `frozen`: a cgroup of it is frozen
 * - `building`: CRIU is still at work on it; it has not run an instruction of its program
 * - `running`: none of these, so it may run its program now
 */
export function threadState({ dir, pid, cgroupFrozen, underCriu }) {
  const stat = readStat(dir);
  if (!stat || stat.state === 'Z' || stat.state === 'X') return 'dead';
  if (cgroupFrozen) return 'frozen';
  if (stat.state === 'T' || stat.state === 't') return 'stopped';
  const call = readText(`${dir}/syscall`).trim();
  if (call === 'running' || call === '') return underCriu ? 'building' : 'running';
  return isInRestorer(pid, call) ? 'building' : 'running';
}

/**
 * While CRIU holds a copy, its tasks wait in CRIU's restorer: code in an anonymous mapping. A program makes its system
 * calls from libc, from its own file or from the vdso, all of which have a name in /proc/PID/maps, even when it compiles
 * code at run time. The restorer is unmapped before the first instruction of the program.
 *
 * @param {string} call /proc/PID/syscall: number, six arguments, stack pointer, program counter
 */
function isInRestorer(pid, call) {
  const counter = call.split(' ').at(-1);
  if (!counter?.startsWith('0x')) return false;
  const at = BigInt(counter);
  for (const line of readText(`/proc/${pid}/maps`).split('\n')) {
    const [range, permissions, , , inode, ...name] = line.split(/\s+/);
    if (!range || !permissions?.includes('x')) continue;
    const [from, to] = range.split('-').map((part) => BigInt(`0x${part}`));
    if (at >= from && at < to) return inode === '0' && name.join('') === '';
  }
  return false;
}

/** Whether a cgroup, or one above it, is frozen (cgroup.events of cgroup v2). */
export function isFrozen(mount, cgroup) {
  for (let dir = path.join(mount, cgroup); dir.startsWith(mount) && dir !== mount; dir = path.dirname(dir)) {
    if (!existsSync(dir)) return false;
    if (/^frozen 1$/m.test(readText(path.join(dir, 'cgroup.events')))) return true;
  }
  return false;
}
