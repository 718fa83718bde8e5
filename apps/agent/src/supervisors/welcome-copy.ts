import { existsSync, readFileSync } from 'node:fs';
import type { CommandRequest } from '@godwit/agent-protocol';
import type { Manifest } from '../channel/messages.ts';
import { readJournal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { adoptUnit } from './adopt-unit.ts';
import { welcomeBack } from './moved-away.ts';
import { hostSystemd } from './systemd-unit.ts';

const runDirectory = '/run/godwit';
const unitKey = /^unit:([A-Za-z0-9_.@:-]+\.service)$/;

/**
 * A copy runs on this host: what kept its workload from starting here goes, and the unit it belonged to adopts it.
 *
 * @returns what was done, in sentences
 */
export const welcomeCopy = async (
  paths: RunPaths,
  stateDir: string,
  { workloadKey }: Pick<CommandRequest<'prepare-destination'>, 'workloadKey'>,
): Promise<string[]> => {
  const removed = await welcomeBack(hostSystemd, stateDir, { workloadKey, commandLine: rootCommandLine(paths) });
  const unit = unitKey.exec(workloadKey)?.[1];
  const pid = readJournal(paths).facts.tasks?.[0]?.pid;
  const said = removed.map((file) => `${file} was removed: the workload is back on this host.`);
  if (unit === undefined || pid === undefined) return said;
  return [...said, await adoptUnit(hostSystemd, { unit, pid, runId: paths.runId, runDirectory })];
};

const rootCommandLine = (paths: RunPaths): string => {
  if (!existsSync(paths.manifest)) return '';
  const { tasks } = JSON.parse(readFileSync(paths.manifest, 'utf8')) as Manifest;
  return tasks[0]?.commandLine ?? '';
};
