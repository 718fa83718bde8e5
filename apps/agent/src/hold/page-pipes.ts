import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import { findPageTrouble, neededPipeBytes, pipeSizeSetting } from '@godwit/domain/estimate';
import { maySetSysctl } from '../policy/allowed-sysctl.ts';
import type { HoldContext } from './hold-context.ts';
import { readJournal } from './journal.ts';
import type { Made } from './journal-records.ts';
import { runPaths } from './run-paths.ts';

type Sysctl = Extract<Made, { type: 'sysctl' }>;

const fileOf = (name: string): string => `/proc/sys/${name.replaceAll('.', '/')}`;
const read = (name: string): string => readFileSync(fileOf(name), 'utf8').trim();

/**
 * CRIU keeps the pages of a post-copy in pipes of up to 4 MiB. Where the kernel does not let it have them, the setting is raised for
 * the time of the run, if the owner of the host allows that.
 *
 * @throws GodwitError `command-refused`, before anything stands still
 */
export const ensurePagePipes = ({ journal, paths, log }: HoldContext): void => {
  const capEffective = `0x${/^CapEff:\s+([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`;
  const settings = {
    pipeMaxSize: Number(read(pipeSizeSetting)),
    userPagesSoft: Number(read('fs.pipe-user-pages-soft')),
  };
  const trouble = findPageTrouble({ capEffective, ...settings });
  if (trouble === null) return;
  if (!trouble.raisable || !maySetSysctl(pipeSizeSetting)) throw refused(trouble.seen);
  const before = standingBefore(path.dirname(paths.dir), paths.runId) ?? read(pipeSizeSetting);
  const value = String(neededPipeBytes);
  journal.making({ type: 'sysctl', name: pipeSizeSetting, before, value, runDir: paths.dir });
  writeFileSync(fileOf(pipeSizeSetting), value);
  log(`${pipeSizeSetting} is ${value} for the time of this run; it was ${before}`);
};

/** Puts a setting back, unless another run still needs it, which then does so, or somebody has changed it meanwhile. */
export const undoSysctl = ({ name, before, value, runDir }: Sysctl): string | null => {
  if (standingBefore(path.dirname(runDir), path.basename(runDir)) !== null) return null;
  if (read(name) !== value || before === value) return null;
  writeFileSync(fileOf(name), before);
  return `the setting ${name}, which is ${before} again`;
};

/** What the setting was before the first run that still needs it; null when no other run does. */
const standingBefore = (runsDir: string, ownRunId: string): string | null => {
  const others = readdirSync(runsDir).filter((runId) => runId !== ownRunId);
  for (const runId of others) {
    const other = runPaths(runsDir, runId);
    if (!existsSync(other.journal)) continue;
    const made = readJournal(other).standing.find((one): one is Sysctl => one.type === 'sysctl');
    if (made) return made.before;
  }
  return null;
};

const refused = (seen: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `Post-copy is not possible here: ${seen}`,
    remedy: `Set ${pipeSizeSetting} to ${neededPipeBytes} or more (sysctl -w), let the agent's policy do so for the time of a run ("sysctls"), or choose stop-and-copy.`,
  });
