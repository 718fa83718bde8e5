import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

export interface Places {
  repository: string;
  /** What was bundled for this run: godwit.js, truth.js, processes/. */
  programs: string;
  /** On the root file system, so that every world sees it. */
  base: string;
}

const startOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

/** A directory that tells whose it is, so that a later run can tell what was left behind. */
export const makeRunDirectory = ({ base, programs }: Places): string => {
  const directory = path.join(base, `run-${process.pid}`);
  mkdirSync(directory, { recursive: true, mode: 0o711 });
  for (const one of [directory, programs])
    writeFileSync(path.join(one, 'owner'), `${process.pid} ${startOf(process.pid)}`);
  return directory;
};

const isOwned = (directory: string): boolean => {
  const file = path.join(directory, 'owner');
  if (!existsSync(file)) return false;
  const [pid, start] = readFileSync(file, 'utf8').split(' ');
  return startOf(Number(pid)) === start && start !== '';
};

const livesIn = (pid: string, directory: string): boolean => {
  try {
    const names = [readFileSync(`/proc/${pid}/cmdline`, 'utf8'), `${readlinkSync(`/proc/${pid}/cwd`)}/`];
    return names.some((text) => text.includes(`${directory}/`));
  } catch {
    return false;
  }
};

/** Ends processes whose command line names the directory, and takes its mounts and files away. */
export const clearDirectory = (directory: string): void => {
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    if (Number(name) !== process.pid && livesIn(name, directory)) {
      try {
        process.kill(Number(name), 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  for (const line of mounts.reverse()) {
    const point = line.split(' ')[4] ?? '';
    if (point.startsWith(`${directory}/`)) spawnSync('umount', ['-l', point]);
  }
  rmSync(directory, { recursive: true, force: true });
};

/** A run that only begins has not said yet whose its programs are. */
const isOld = (directory: string): boolean => Date.now() - statSync(directory).mtimeMs > 120_000;

/** Takes away what runs left behind that were killed. */
export const sweepLeftOvers = ({ base }: Places): void => {
  for (const name of readdirSync(base)) {
    const directory = path.join(base, name);
    if (name.startsWith('run-') && !isOwned(directory)) clearDirectory(directory);
    if (name.startsWith('programs-') && !isOwned(directory) && isOld(directory))
      rmSync(directory, { recursive: true, force: true });
  }
  for (const folder of ['/sys/fs/cgroup/unified', '/sys/fs/cgroup/pids', '/sys/fs/cgroup/memory', '/sys/fs/cgroup'])
    removeCgroups(folder);
};

/** Only empty ones can be removed. */
export const removeCgroups = (folder: string): void => {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((one) => one.startsWith('godwit-truth-'))) {
    spawnSync('rmdir', [path.join(folder, name)]);
  }
};
