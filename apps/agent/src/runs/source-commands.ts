import type { CommandHandlers } from '../agent-context.ts';
import { readJournal } from '../hold/journal.ts';
import { commandDoesNotFit } from './command-does-not-fit.ts';
import { endSourceWithoutHold, giveBackWithoutHold } from './end-without-hold.ts';
import { refuseSecondSource } from './refuse-second-run.ts';
import { requireCriu } from './require-criu.ts';
import type { RunRegistry } from './run-registry.ts';
import { saveRequest } from './run-store.ts';

type SourceCommand =
  | 'prepare-source'
  | 'stage-files'
  | 'start-dump'
  | 'commit-source'
  | 'give-source-back'
  | 'drop-address'
  | 'end-source';

const endStates = ['committed', 'gone', 'aborted', 'given-back'] as const;

/** The commands of the source's side. */
export const createSourceCommands = (registry: RunRegistry): Pick<CommandHandlers, SourceCommand> => {
  const pathsOf = (runId: string) => registry.store.require(runId);
  return {
    'prepare-source': async (request) => {
      const paths = pathsOf(request.runId);
      refuseSecondSource(registry.store, request);
      saveRequest(paths, 'prepare-source', request);
      return (await registry.requireHold(paths)).call('prepare-source', request);
    },
    'stage-files': async (request) => {
      const hold = await registry.findHold(pathsOf(request.runId));
      if (!hold) throw commandDoesNotFit(readJournal(pathsOf(request.runId)).state);
      return hold.call('stage-files', request);
    },
    'start-dump': async (request) => {
      const criuPath = requireCriu(registry.context.criuPath);
      return (await registry.requireHold(pathsOf(request.runId))).call('start-dump', { ...request, criuPath });
    },
    'commit-source': async (request) => {
      const paths = pathsOf(request.runId);
      const hold = await registry.findHold(paths);
      if (hold) {
        const { state, gone, fenced } = await hold.call('commit-source', request);
        return { state: endStateOf(state), ...(gone && { gone }), ...(fenced && { fenced }) };
      }
      await registry.recover(paths);
      return { state: endStateOf(readJournal(paths).state) };
    },
    'give-source-back': async (request) => {
      const paths = pathsOf(request.runId);
      const hold = await registry.findHold(paths);
      if (hold) return { state: endStateOf((await hold.call('give-source-back', request)).state) };
      return { state: endStateOf(await giveBackWithoutHold(registry, paths, request)) };
    },
    'end-source': async (request) => {
      const paths = pathsOf(request.runId);
      const hold = await registry.findHold(paths);
      const { state } = hold
        ? await hold.call('end-source', request)
        : await endSourceWithoutHold(registry, paths, request);
      if (state === 'committed' || state === 'gone' || state === 'swept') return { state };
      throw commandDoesNotFit(state);
    },
    'drop-address': async (request) =>
      (await registry.requireHold(pathsOf(request.runId))).call('drop-address', request),
  };
};

const endStateOf = (state: string): (typeof endStates)[number] => {
  const found = endStates.find((one) => one === state);
  if (found) return found;
  throw commandDoesNotFit(state);
};
