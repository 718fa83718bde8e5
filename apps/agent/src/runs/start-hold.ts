import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProgram, writeEnterScript } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { makeRunCgroup } from '../hold/holding-cgroups.ts';
import { Journal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import type { HoldClient } from './hold-client.ts';

/** A host that is overloaded takes its time; a step of a run waits half a minute. */
const startDeadlineMs = 25_000;
/** A Unix socket's path may have 107 bytes (unix(7)). */
const longestSocketPath = 107;

const besideThisProgram = (): string => fileURLToPath(new URL('./hold.js', import.meta.url));

/** Starts the hold process of a run in a session and a cgroup of its own, and waits until it answers. */
export const startHold = async (
  paths: RunPaths,
  connect: () => Promise<HoldClient | null>,
  program = besideThisProgram(),
): Promise<HoldClient> => {
  if (Buffer.byteLength(paths.holdSocket) > longestSocketPath) throw tooLong(paths.holdSocket);
  const cgroupDir = makeRunCgroup('holds', paths.runId);
  const journal = Journal.open(paths);
  if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
  journal.close();
  writeEnterScript(paths.enterScript);
  startProgram([process.execPath, program, path.dirname(paths.dir), paths.runId], {
    outputFile: paths.holdOutput,
    enterScript: paths.enterScript,
    cgroupProcs: cgroupDir ? [path.join(cgroupDir, 'cgroup.procs')] : [],
    detached: true,
  });
  for (const end = performance.now() + startDeadlineMs; performance.now() < end; await sleep(10)) {
    const client = await connect();
    if (client) return client;
  }
  throw new GodwitError({
    code: 'internal',
    message: `The process that holds a run did not start within ${startDeadlineMs / 1000} s.`,
    remedy: `Look into ${paths.holdOutput} on the host.`,
  });
};

const tooLong = (socketPath: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `The path ${socketPath} is too long for a socket, so no run can be held there.`,
    remedy: 'Start the agent with a shorter --state-dir.',
  });
