import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explainLog } from '@godwit/domain/explanation';
import type { Probe } from '../probe.ts';
import type { ProbeContext } from './probe-context.ts';
import type { Sandbox } from './sandbox.ts';

type Action = 'dump' | 'restore';

export interface CriuEnd {
  code: number | null;
  milliseconds: number;
  /** First true error; null when there is none. */
  error: string | null;
}

/** The probe is the second process of its namespace: its sandbox starts it before anything else. */
const probePid = 2;
const deadlineMs = 25_000;

/** Dumps or restores the probe with the options its kind needs. Throws DeadlinePassed when CRIU does not end. */
export const callCriu = async (
  action: Action,
  { probe, sandbox, context }: { probe: Probe; sandbox: Sandbox; context: ProbeContext },
): Promise<CriuEnd> => {
  const { folder } = sandbox;
  const own = action === 'dump' ? [`--tree=${probePid}`] : ['--restore-detached'];
  const wanted = (action === 'dump' ? probe.dump : probe.restore) ?? [];
  const options = [...own, ...wanted.map((option) => option.replace('{folder}', folder)), ...hookOption(probe, folder)];
  const common = [`--images-dir=${folder}/images`, `--work-dir=${folder}`, `--log-file=${action}.log`, '-v4'];
  const began = performance.now();
  const argv = [context.criuPath, action, ...common, '--manage-cgroups=ignore', ...options];
  const { code } = await sandbox.call(argv, path.join(folder, `${action}.out`), deadlineMs * context.patience);
  const milliseconds = Math.round(performance.now() - began);
  return { code, milliseconds, error: code === 0 ? null : readError(folder, action) };
};

const hookOption = ({ hook }: Probe, folder: string): string[] => {
  if (hook === undefined) return [];
  const file = path.join(folder, 'hook.sh');
  writeFileSync(file, `#!/bin/sh\nset -- "\${CRTOOLS_SCRIPT_ACTION:-}" '${folder}'\n${hook.trim()}\n`, { mode: 0o700 });
  return [`--action-script=${file}`];
};

const readError = (folder: string, action: Action): string => {
  const [log, output] = [`${action}.log`, `${action}.out`].map((name) => readText(path.join(folder, name)));
  const cause = explainLog(log ?? '').cause;
  if (cause === null) return output?.trim().split('\n').at(-1)?.slice(0, 300) || 'CRIU said nothing.';
  return (cause.source === null ? cause.text : `Error (${cause.source}): ${cause.text}`).slice(0, 300);
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
