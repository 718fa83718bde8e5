import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { CannotStart } from './cannot-start.ts';
import type { Places } from './places.ts';
import type { Footing, Namespace } from './scenario.ts';

export interface KeeperSpec {
  argv: readonly string[];
  cwd: string;
  output: string;
  how: Footing;
  unshare?: readonly Namespace[];
  setup?: readonly (readonly string[])[];
  env?: Record<string, string>;
  clock?: number;
  /** The command's end is awaited. */
  wait?: boolean;
}

/** A command under a process that adopts all it leaves behind, and ends all of it on demand or when we are gone. */
export interface Kept {
  pid: Promise<number>;
  /** Exit code; null when the keeper went first. */
  ended: Promise<number | null>;
  end: () => Promise<void>;
}

interface Told {
  pid?: number;
  ended?: number;
  closed?: boolean;
}

export const keep = ({ programs }: Places, spec: KeeperSpec): Kept => {
  const errors = openSync(`${spec.output}.keeper`, 'a');
  const argv = [path.join(programs, 'processes/keeper.py'), JSON.stringify(spec)];
  const child = spawn('/usr/bin/python3', argv, { stdio: ['pipe', 'pipe', errors], cwd: '/' });
  closeSync(errors);
  const { pid, ended } = listen(child, spec);
  return { pid, ended, end: () => endKeeper(child) };
};

const listen = (child: ChildProcess, spec: KeeperSpec): Pick<Kept, 'pid' | 'ended'> => {
  let tellPid: (pid: number) => void = () => {};
  let refuse: (error: Error) => void = () => {};
  let tellEnd: (code: number | null) => void = () => {};
  const pid = new Promise<number>((resolve, reject) => {
    tellPid = resolve;
    refuse = reject;
  });
  pid.catch(() => {});
  const ended = new Promise<number | null>((resolve) => {
    tellEnd = resolve;
  });
  if (child.stdout === null) throw new Error('The keeper has no output.');
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = JSON.parse(line) as Told;
    if (told.pid !== undefined) tellPid(told.pid);
    if (told.ended !== undefined) tellEnd(told.ended);
    if (told.closed === true)
      refuse(new CannotStart(`${spec.argv[0]} could not be started; see ${spec.output}.keeper`));
  });
  child.once('exit', () => {
    refuse(new CannotStart(`${spec.argv[0]} could not be started; see ${spec.output}.keeper`));
    tellEnd(null);
  });
  return { pid, ended };
};

const endKeeper = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  await Promise.race([gone, setTimeout(12_000, undefined, { ref: false })]);
  if (child.exitCode === null) child.kill('SIGKILL');
};
