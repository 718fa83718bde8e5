import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readTask } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';

const claimSchema = z.object({ pid: z.number().int(), startTimeTicks: z.number(), pidNamespace: z.string() });
type Claim = z.infer<typeof claimSchema>;

/**
 * Makes this process the only agent on a state directory: two would write the same spool and the same journals. The claim
 * of a process that is dead is taken over.
 *
 * @param onDead told the pid of an agent that ended without giving its claim back
 * @returns what gives the directory free again
 * @throws GodwitError `command-refused` when another agent runs on it
 */
export const claimStateDirectory = (
  stateDir: string,
  pidNamespace: string,
  onDead: (pid: number) => void = () => undefined,
): (() => void) => {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const file = path.join(stateDir, 'agent.claim');
  const draft = `${file}.${process.pid}`;
  const own = { pid: process.pid, startTimeTicks: readTask(process.pid)?.startTimeTicks ?? 0, pidNamespace };
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    if (!tryLink(draft, file)) {
      const dead = takeOver(draft, file, pidNamespace);
      if (dead) onDead(dead.pid);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(file, { force: true });
};

const takeOver = (draft: string, file: string, pidNamespace: string): Claim | null => {
  const holder = readClaim(file);
  if (holder && isAlive(holder, pidNamespace)) throw taken(path.dirname(file), holder.pid);
  rmSync(file, { force: true });
  if (!tryLink(draft, file)) throw taken(path.dirname(file), readClaim(file)?.pid);
  return holder;
};

/** link(2) succeeds for one caller only. */
const tryLink = (draft: string, file: string): boolean => {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const isAlive = (holder: Claim, pidNamespace: string): boolean =>
  // After a restart of a container or host the pids mean other processes.
  holder.pidNamespace === pidNamespace && readTask(holder.pid)?.startTimeTicks === holder.startTimeTicks;

const readClaim = (file: string): Claim | null => {
  try {
    return claimSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};

const taken = (stateDir: string, pid: number | undefined): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `Another agent (process ${pid ?? 'unknown'}) runs on ${stateDir}. Two would write the same journals.`,
    remedy: 'Stop that one first, or give this one a state directory of its own.',
  });
