import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Undoes what was taken. */
export type Holding = () => void;

/** Mounts a directory over itself with one more option. */
export const mountOver = (directory: string, option: string): Holding => {
  execFileSync('mount', ['--bind', directory, directory]);
  execFileSync('mount', ['-o', `remount,bind,${option}`, directory]);
  return () => void execFileSync('umount', ['--lazy', directory]);
};

const hold = async (program: string, ...args: string[]): Promise<Holding> => {
  const child = spawn('/usr/bin/python3', ['-c', program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return () => void child.kill('SIGKILL');
};

/** Another process with the only lock on a file. */
export const holdLock = (path: string): Promise<Holding> =>
  hold(
    `
import fcntl, sys, time
file = open(sys.argv[1], 'r+')
fcntl.flock(file, fcntl.LOCK_EX)
print('held', flush=True)
time.sleep(60)`,
    path,
  );

/** Another process with the lowest free pseudo-terminals. */
export const holdTerminals = (count: number): Promise<Holding> =>
  hold(
    `
import os, sys, time
pairs = [os.openpty() for _ in range(int(sys.argv[1]))]
print('held', flush=True)
time.sleep(60)`,
    String(count),
  );

/** Another process with a unix socket of an abstract name. */
export const holdName = (name: string): Promise<Holding> =>
  hold(
    `
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind('\\0' + sys.argv[1])
server.listen(1)
print('held', flush=True)
time.sleep(60)`,
    name,
  );
