import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCause, runProgram } from '@godwit/criu-driver';
import { answersItsToken, killProbeListener, type ProbeListener, startProbeListener } from './probe-listener.ts';

export interface ProbeResult {
  passed: boolean;
  /** One sentence; carries CRIU's own error line when it failed. */
  detail: string;
}

const deadlineMs = 30_000;
/** CRIU has ended well by then; the kernel may need a moment for the tasks. */
const goneMs = 20_000;

/**
 * Finds out whether this CRIU works here by using it: a process with a TCP listener is dumped, restored and asked.
 * `criu check` does not tell: CRIU 4.1.1 on kernel 6.18 passes it and can dump no TCP socket.
 */
export const probeTcp = async (criuPath: string, scratchDir: string): Promise<ProbeResult> => {
  // What an agent left that was killed meanwhile: only one works on a state directory.
  rmSync(scratchDir, { recursive: true, force: true });
  mkdirSync(scratchDir, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(path.join(scratchDir, 'criu-probe-'));
  let listener: ProbeListener | undefined;
  try {
    listener = await startProbeListener(folder, randomUUID());
    await dumpAndRestore(criuPath, folder, listener);
    return { passed: true, detail: 'A process with a TCP listener was dumped and restored here.' };
  } catch (error) {
    return { passed: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    if (listener) killProbeListener(listener);
    rmSync(folder, { recursive: true, force: true });
  }
};

const dumpAndRestore = async (criuPath: string, folder: string, listener: ProbeListener): Promise<void> => {
  await callCriu(criuPath, folder, ['dump', `--tree=${listener.pid}`]);
  const gone = await Promise.race([listener.exited.then(() => true), sleep(goneMs).then(() => false)]);
  if (!gone) throw new Error('criu dump reported success, but the dumped process still runs.');
  await callCriu(criuPath, folder, ['restore', '--restore-detached']);
  if (!(await answersItsToken(listener)))
    throw new Error('criu restore reported success, but the copy does not answer.');
};

const callCriu = async (criuPath: string, folder: string, [action = '', ...rest]: string[]): Promise<void> => {
  const common = [`--images-dir=${folder}`, `--log-file=${action}.log`, '-v4', '--manage-cgroups=ignore'];
  const result = await runProgram([criuPath, action, ...common, ...rest], { deadlineMs });
  if (result.code === 0) return;
  const lines = readLines(path.join(folder, `${action}.log`));
  const cause = findCause(lines) ?? result.stderr.trim();
  throw new Error(`criu ${action} of a process with a TCP listener failed: ${cause || 'it said nothing'}`);
};

const readLines = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
};
