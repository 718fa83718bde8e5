import type { CommandHandlers } from '../agent-context.ts';
import type { HoldCommands } from '../hold/hold-protocol.ts';
import { readJournal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { askHold } from './ask-hold.ts';
import { commandDoesNotFit } from './command-does-not-fit.ts';
import { endSourceWithoutHold, giveBackWithoutHold } from './end-without-hold.ts';
import { refuseSecondSource } from './refuse-second-run.ts';
import { requireCriu } from './require-criu.ts';
import { requireDirtyTracking } from './require-dirty-tracking.ts';
import type { RunRegistry } from './run-registry.ts';
import { saveRequest } from './run-store.ts';

type SourceCommand =
  | 'prepare-source'
  | 'stage-files'
  | 'pre-dump'
  | 'start-dump'
  | 'commit-source'
  | 'give-source-back'
  | 'drop-address'
  | 'end-source';

type CommitAnswer = Pick<HoldCommands['commit-source']['result'], 'gone' | 'fenced'> & { state: string };

const endStates = ['committed', 'gone', 'aborted', 'given-back'] as const;

/** The commands of the source's side. */
export const createSourceCommands = (registry: RunRegistry): Pick<CommandHandlers, SourceCommand> => {
  const pathsOf = (runId: string) => registry.store.require(runId);
  return {
    'prepare-source': async (request) => {
      const paths = pathsOf(request.runId);
      refuseSecondSource(registry.store, request);
      if (request.mode === 'pre-copy') await requireDirtyTracking(registry.context.criuPath);
      saveRequest(paths, 'prepare-source', request);
      return (await registry.requireHold(paths)).call('prepare-source', request);
    },
    'stage-files': async (request) => {
      const hold = await registry.findHold(pathsOf(request.runId));
      if (!hold) throw commandDoesNotFit(readJournal(pathsOf(request.runId)).state);
      return hold.call('stage-files', request);
    },
    'pre-dump': async (request) => {
      const criuPath = requireCriu(registry.context.criuPath);
      const hold = await registry.findHold(pathsOf(request.runId));
      if (!hold) throw commandDoesNotFit(readJournal(pathsOf(request.runId)).state);
      return hold.call('pre-dump', { ...request, criuPath });
    },
    'start-dump': async (request) => {
      const criuPath = requireCriu(registry.context.criuPath);
      return (await registry.requireHold(pathsOf(request.runId))).call('start-dump', { ...request, criuPath });
    },
    'commit-source': async (request) => {
      const paths = pathsOf(request.runId);
      const ask = { command: 'commit-source', body: request } as const;
      const { state, gone, fenced } = await askHold(registry, paths, ask, () => readCommit(registry, paths));
      return { state: endStateOf(state), ...(gone && { gone }), ...(fenced && { fenced }) };
    },
    'give-source-back': async (request) => {
      const paths = pathsOf(request.runId);
      const ask = { command: 'give-source-back', body: request } as const;
      const { state } = await askHold(registry, paths, ask, () => giveBackWithoutHold(registry, paths, request));
      return { state: endStateOf(state) };
    },
    'end-source': async (request) => {
      const paths = pathsOf(request.runId);
      const ask = { command: 'end-source', body: request } as const;
      const { state } = await askHold(registry, paths, ask, () => endSourceWithoutHold(registry, paths, request));
      if (state === 'committed' || state === 'gone' || state === 'swept') return { state };
      throw commandDoesNotFit(state);
    },
    'drop-address': async (request) =>
      (await registry.requireHold(pathsOf(request.runId))).call('drop-address', request),
  };
};

/** What the decision on disk says, when nobody is left to be asked. */
const readCommit = async (registry: RunRegistry, paths: RunPaths): Promise<CommitAnswer> => {
  await registry.recover(paths);
  return { state: readJournal(paths).state };
};

const endStateOf = (state: string): (typeof endStates)[number] => {
  const found = endStates.find((one) => one === state);
  if (found) return found;
  throw commandDoesNotFit(state);
};
