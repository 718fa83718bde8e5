import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { MessageBody } from '@godwit/agent-protocol';
import { programTools } from '@godwit/criu-driver';
import type { CapabilityMatrix, ProbeSetState, ProbeTrigger } from '@godwit/domain/facts';
import { allProbes, recallMatrix, rememberMatrix, runProbeSet } from '@godwit/probes';
import type { AgentContext } from '../agent-context.ts';

type Context = Pick<AgentContext, 'stateDir' | 'criuPath' | 'log' | 'send'>;

export interface ProbeSets {
  /** What is known of this CRIU on this kernel; null when it was never probed. */
  recall: () => CapabilityMatrix | null;
  /** Starts a set, or names the one that runs. */
  start: (setId: string, trigger: ProbeTrigger) => { setId: string; started: boolean };
  /** Ends the set that runs. @returns false when there is none */
  cancel: () => boolean;
  /** Resolves when nothing of a set is left. */
  ended: () => Promise<void>;
}

interface RunningSet {
  setId: string;
  cancel: AbortController;
  ended: Promise<void>;
}

/** Progress is only shown: more often nobody needs it. */
const tellEveryMs = 2000;

/**
 * The sets of probes of this host, one at a time. One that nobody asked for runs behind everything else, and waits for those of
 * other hosts on the same machine.
 *
 * @param onEnd called when a matrix was made, so that the host can be described anew
 */
export const createProbeSets = (context: Context, onEnd: () => void): ProbeSets => {
  const baseFolder = path.join(context.stateDir, 'probes');
  let running: RunningSet | null = null;
  return {
    recall: () => (context.criuPath === null ? null : recallMatrix(baseFolder, context.criuPath)),
    start: (setId, trigger) => {
      if (running !== null) return { setId: running.setId, started: false };
      const cancel = new AbortController();
      const ended = runSet({ setId, trigger, baseFolder, signal: cancel.signal }, context)
        .catch((error) => context.log.error({ err: error }, 'The end of a set of probes cannot be told.'))
        .finally(() => {
          running = null;
          onEnd();
        });
      running = { setId, cancel, ended };
      return { setId, started: true };
    },
    cancel: () => {
      running?.cancel.abort();
      return running !== null;
    },
    ended: async () => running?.ended,
  };
};

interface SetParts {
  setId: string;
  trigger: ProbeTrigger;
  baseFolder: string;
  signal: AbortSignal;
}

const runSet = async ({ setId, trigger, baseFolder, signal }: SetParts, { criuPath, log, send }: Context) => {
  const startedAt = new Date().toISOString();
  const total = allProbes.length;
  const tell = (state: ProbeSetState, rest: Partial<MessageBody<'host.probed'>>) =>
    send('host.probed', { setId, trigger, state, startedAt, done: 0, total, matrix: null, problem: null, ...rest });
  let toldAt = 0;
  const onResult = (_: unknown, done: number): void => {
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    tell('running', { done }).catch((error) => log.error({ err: error }, 'The progress of probes cannot be told.'));
  };
  await tell('waiting', {});
  try {
    if (criuPath === null) throw new Error('No CRIU was named with GODWIT_CRIU and none is on PATH.');
    const background = trigger === 'unprobed';
    const options = { tools: programTools, criuPath, baseFolder, background, signal, onResult };
    const matrix = await runProbeSet(options);
    rememberMatrix(baseFolder, matrix);
    await tell(matrix.complete ? 'finished' : 'cancelled', { done: matrix.results.length, matrix });
    log.info({ criu: matrix.criu.version, seconds: matrix.durationMs / 1000 }, 'This host was probed.');
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    await tell('failed', { problem });
    log.warn({ problem }, 'This host could not be probed.');
  }
};

/** A new id for a set that this agent starts by itself. */
export const newSetId = (): string => randomUUID();
