import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import type { CapabilityMatrix, ProbeResult } from '@godwit/domain/facts';
import { allProbes } from '../all-probes.ts';
import type { Probe } from '../probe.ts';
import type { ProbeTools } from '../probe-tools.ts';
import { findPython } from './find-python.ts';
import { hashFile } from './hash-file.ts';
import { takeMachine } from './machine-lock.ts';
import type { ProbeContext } from './probe-context.ts';
import { runProbe } from './run-probe.ts';
import { sweepProbes, writeOwner } from './sweep-probes.ts';

export interface ProbeSetOptions {
  tools: ProbeTools;
  criuPath: string;
  /** Where sets keep their folders; made, and swept of what dead ones left. */
  baseFolder: string;
  /** Ids of the probes to run; default all. */
  only?: readonly string[];
  /** Probes at a time; default 2. */
  atOnce?: number;
  /**
   * In the background: behind everything else (nice 10), and not before other sets on this machine are done. Hosts of a lab
   * share their machine.
   */
  background?: boolean;
  /** Aborting ends the set at once; what was seen so far is kept. */
  signal?: AbortSignal;
  /** Called after each probe. */
  onResult?: (result: ProbeResult, done: number, total: number) => void;
}

/**
 * Dumps, restores and asks small programs, and tells what this host carries. Everything made for it is gone at the end, also
 * after a cancellation. Throws `criu-missing` when CRIU cannot be started, `command-refused` without root or python3.
 */
export const runProbeSet = async (options: ProbeSetOptions): Promise<CapabilityMatrix> => {
  const { tools, criuPath, baseFolder } = options;
  requireRoot();
  const pythonPath = await findPython(tools);
  const criu = await identifyCriu(tools, criuPath);
  const wanted = choose(options.only);
  mkdirSync(baseFolder, { recursive: true, mode: 0o700 });
  await sweepProbes(baseFolder, tools);
  const folder = mkdtempSync(path.join(baseFolder, 'set-'));
  const cgroup = makeSetCgroup(folder, tools);
  writeOwner(folder, { cgroup }, tools);
  const signal = options.signal ?? new AbortController().signal;
  let machine: { giveBack: () => void } | null = null;
  try {
    if (options.background) machine = await takeMachine({ folder, pythonPath, tools, signal });
    const began = performance.now();
    const results = await runAll(wanted, options, {
      tools,
      criuPath,
      pythonPath,
      folder,
      cgroupProcs: cgroup === null ? [] : [path.join(cgroup, 'cgroup.procs')],
      ...(options.background ? behindOthers : atOnceWanted),
      signal,
    });
    return {
      version: 1,
      probedAt: new Date().toISOString(),
      durationMs: Math.round(performance.now() - began),
      criu,
      kernelRelease: os.release(),
      complete: results.length === allProbes.length,
      results,
    };
  } finally {
    machine?.giveBack();
    if (cgroup !== null) {
      tools.killCgroup(cgroup);
      await tools.removeCgroup(cgroup);
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** What is slow because it stands back must not be taken for what hangs. */
const behindOthers = { niceness: 10, patience: 6 };
const atOnceWanted = { niceness: 0, patience: 1 };

/** Runs them, a few at a time, and gives the results in the order of the list. Stops early when it is aborted. */
const runAll = async (
  wanted: readonly Probe[],
  { atOnce = 2, onResult }: ProbeSetOptions,
  context: ProbeContext,
): Promise<ProbeResult[]> => {
  const waiting = [...wanted];
  const results = new Map<string, ProbeResult>();
  const worker = async (): Promise<void> => {
    for (let probe = waiting.shift(); probe !== undefined && !context.signal.aborted; probe = waiting.shift()) {
      const result = await runProbe(probe, context).catch((error: unknown) => {
        if (context.signal.aborted) return null;
        throw error;
      });
      if (result === null) return;
      results.set(probe.id, result);
      onResult?.(result, results.size, wanted.length);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return wanted.flatMap(({ id }) => results.get(id) ?? []);
};

const choose = (only: readonly string[] | undefined): readonly Probe[] => {
  if (only === undefined) return allProbes;
  const unknown = only.find((id) => !allProbes.some((probe) => probe.id === id));
  if (unknown === undefined) return allProbes.filter(({ id }) => only.includes(id));
  throw new GodwitError({
    code: 'input-invalid',
    message: `There is no probe named ${unknown}, so nothing was started.`,
    remedy: `Known ones: ${allProbes.map(({ id }) => id).join(', ')}.`,
  });
};

const requireRoot = (): void => {
  if (process.getuid?.() === 0) return;
  throw new GodwitError({
    code: 'permission-missing',
    message: 'Probes are dumped and restored for real, which needs root; this process runs as another user.',
    remedy: 'Run it again as root.',
  });
};

const identifyCriu = async (tools: ProbeTools, criuPath: string): Promise<CapabilityMatrix['criu']> => {
  const { code, stdout, stderr } = await tools.runProgram([criuPath, '--version']);
  const version = /^Version:\s*(\S+)/m.exec(stdout)?.[1];
  if (code === 0 && version !== undefined) return { path: criuPath, version, sha256: hashFile(criuPath) };
  throw new GodwitError({
    code: 'criu-missing',
    message: `${criuPath} --version failed, so it cannot be probed: ${(stderr || stdout).trim().slice(0, 300)}`,
    remedy: 'Name a CRIU that can be started on this host.',
  });
};

/** A cgroup of the set's own, by which all of it can be ended; null where none can be made. */
const makeSetCgroup = (folder: string, tools: ProbeTools): string | null => {
  const { unified } = tools.findHierarchies();
  if (unified === null) return null;
  const dir = path.join(unified, `godwit-probes-${path.basename(folder)}`);
  try {
    tools.makeCgroup(dir);
  } catch {
    return null;
  }
  return dir;
};
