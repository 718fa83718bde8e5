import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ProbeTools } from '../probe-tools.ts';

const ownerSchema = z.object({ pid: z.number(), startTimeTicks: z.number(), cgroup: z.string().nullable() });

const ownerFile = (folder: string): string => path.join(folder, 'owner.json');

/** Says who runs this set, so that another one can tell a dead set from a living one. */
export const writeOwner = (folder: string, { cgroup }: { cgroup: string | null }, tools: ProbeTools): void => {
  const startTimeTicks = tools.readTask(process.pid)?.startTimeTicks ?? 0;
  writeFileSync(ownerFile(folder), JSON.stringify({ pid: process.pid, startTimeTicks, cgroup }), { mode: 0o600 });
};

/**
 * Removes what sets left whose process was killed. Their probes died with it: the kernel ends a sandbox with its starter.
 *
 * @returns the folders removed
 */
export const sweepProbes = async (baseFolder: string, tools: ProbeTools): Promise<string[]> => {
  if (!existsSync(baseFolder)) return [];
  const sets = readdirSync(baseFolder).filter((name) => name.startsWith('set-'));
  const dead = sets.map((name) => path.join(baseFolder, name)).filter((folder) => !isOwned(folder, tools));
  for (const folder of dead) {
    const cgroup = readOwner(folder)?.cgroup;
    if (cgroup?.includes('/godwit-probes-set-') && tools.killCgroup(cgroup)) await tools.removeCgroup(cgroup);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return dead;
};

/** A set that was begun this moment has not yet said whose it is. */
const graceMs = 60_000;

const isOwned = (folder: string, tools: ProbeTools): boolean => {
  const owner = readOwner(folder);
  if (owner === null) return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < graceMs;
  return tools.readTask(owner.pid)?.startTimeTicks === owner.startTimeTicks;
};

const readOwner = (folder: string): z.infer<typeof ownerSchema> | null => {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(ownerFile(folder), 'utf8')));
  } catch {
    return null;
  }
};
