import type { CommandHandlers } from '../agent-context.ts';
import { readJournal } from '../hold/journal.ts';
import type { RunCommandsContext } from '../runs/run-context.ts';
import type { RunStore } from '../runs/run-store.ts';
import { StageHooks } from './stage-hooks.ts';

type Hooked = Pick<CommandHandlers, 'prepare-destination' | 'start-dump' | 'prove-copy' | 'sweep-run'>;

/** A context whose messages also start the hooks that come after something. */
export const hearStages = (
  context: RunCommandsContext,
  store: RunStore,
): { context: RunCommandsContext; hooks: StageHooks } => {
  const hooks = new StageHooks(context, store);
  const send: RunCommandsContext['send'] = async (type, body) => {
    const sent = await context.send(type, body);
    if ('state' in body && 'side' in body) hooks.after(body);
    return sent;
  };
  return { context: { ...context, send }, hooks };
};

/** The commands with what has to be run before them, and waited for. */
export const withStageHooks = <T extends Hooked>(
  commands: T,
  hooks: StageHooks,
  store: RunStore,
): T & Pick<CommandHandlers, 'list-stage-hooks'> => {
  const stateOf = (runId: string) => readJournal(store.require(runId)).state;
  return {
    ...commands,
    'list-stage-hooks': (request) => hooks.list(request),
    'prepare-destination': async (request) => {
      const answer = await commands['prepare-destination'](request);
      // The request is on the disk only now; nothing of the workload is touched yet.
      if (stateOf(request.runId) === 'prepared') await hooks.before('before-arrival', request.runId);
      return answer;
    },
    'start-dump': async (request) => {
      if (stateOf(request.runId) === 'prepared') await hooks.before('before-freeze', request.runId);
      return commands['start-dump'](request);
    },
    'prove-copy': async (request) => {
      await hooks.settled(request.runId);
      const proof = await commands['prove-copy'](request);
      const health = await hooks.health(request.runId);
      if (health === null) return proof;
      return { ...proof, passed: proof.passed && health.passed, lines: [...proof.lines, health.words], health };
    },
    'sweep-run': async (request) => {
      await hooks.settled(request.runId);
      return commands['sweep-run'](request);
    },
  };
};
