import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { reload, removeDropIn, type Systemd } from './systemd-unit.ts';

const recordSchema = z.object({
  workloadKey: z.string(),
  /** Arguments of the root, as it was compared in the proof. */
  commandLine: z.string(),
  /** File of ours that keeps the workload from starting here. */
  file: z.string(),
  /** The unit whose drop-in it is; null for a file of supervisord. */
  unit: z.string().nullable(),
});
export type MovedAway = z.infer<typeof recordSchema>;

const directoryOf = (stateDir: string): string => path.join(stateDir, 'moved-away');

/** Remembers a file that outlives its run, so that it can be taken away when the workload comes back. */
export const rememberAway = (stateDir: string, runId: string, record: MovedAway): void =>
  writeFileDurably(path.join(directoryOf(stateDir), `${runId}.json`), JSON.stringify(record));

/**
 * A workload came to this host: what kept it from starting here since it left is taken away. It is known by its key, or by
 * the arguments of its root, because nobody supervised it where it was.
 *
 * @returns the files that were removed
 */
export const welcomeBack = async (
  systemd: Systemd,
  stateDir: string,
  { workloadKey, commandLine }: Pick<MovedAway, 'workloadKey' | 'commandLine'>,
): Promise<string[]> => {
  const directory = directoryOf(stateDir);
  const removed: string[] = [];
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    const record = readRecord(path.join(directory, name));
    if (record === null) continue;
    if (record.workloadKey !== workloadKey && record.commandLine !== commandLine) continue;
    removeDropInOrFile(record);
    if (record.unit !== null) await reload(systemd, record.unit);
    rmSync(path.join(directory, name), { force: true });
    removed.push(record.file);
  }
  return removed;
};

const removeDropInOrFile = ({ unit, file }: MovedAway): void =>
  unit === null ? rmSync(file, { force: true }) : removeDropIn(file);

const readRecord = (file: string): MovedAway | null => {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};
