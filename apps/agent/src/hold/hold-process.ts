import { GodwitError } from '@godwit/domain/errors';
import { supervisorsSettled } from '../supervisors/let-supervisors-go.ts';
import { dumpCheckpoint } from './checkpoint-dump.ts';
import { restoreCheckpoint } from './checkpoint-restore.ts';
import { discardEverything } from './destination-endings.ts';
import { DestinationRun } from './destination-run.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommandName, HoldCommands, HoldRequest } from './hold-protocol.ts';
import { SourceRun } from './source-run.ts';

type Handlers = { [T in HoldCommandName]: (request: HoldCommands[T]['request']) => Promise<HoldCommands[T]['result']> };

/** Carries out what the agent asks. A run has one side here; the commands of the other are refused. */
export const createHoldHandler = (context: HoldContext): ((request: HoldRequest) => Promise<unknown>) => {
  const source = new SourceRun(context);
  let destination: Promise<DestinationRun> | null = null;
  const prepareDestination = (request: HoldCommands['prepare-destination']['request']): Promise<DestinationRun> => {
    destination ??= DestinationRun.prepare(context, request).catch((error: unknown) => {
      destination = null;
      throw error;
    });
    return destination;
  };
  const prepared = async (): Promise<DestinationRun> => {
    if (!destination) throw refused();
    return destination;
  };
  const handlers: Handlers = {
    'prepare-source': once((request) => source.prepare(request)),
    'stage-files': () => source.stageFiles(),
    'pre-dump': (request) => source.preDump(request),
    'start-dump': (request) => source.startDump(request),
    'commit-source': (request) => source.commit(request),
    'give-source-back': async ({ reason }) => ({ state: await source.giveBack(reason) }),
    'end-source': () => source.endSource(),
    'drop-address': () => source.dropAddress(),
    'prepare-destination': async (request) => (await prepareDestination(request)).listen(),
    'start-restore': async (request) => (await prepared()).startRestore(request),
    'release-copy': async (request) => (await prepared()).release(request),
    'discard-copy': async ({ reason }) =>
      destination ? (await destination).discard(reason) : discardUnprepared(context, reason),
    'dump-checkpoint': async (request) => {
      void dumpCheckpoint(context, request).then(context.finishCheckpoint);
      return { accepted: true };
    },
    'restore-checkpoint': async (request) => {
      void restoreCheckpoint(context, request).then(context.finishCheckpoint);
      return { accepted: true };
    },
    'end-hold': async () => {
      await supervisorsSettled();
      context.progress.flush();
      setTimeout(() => process.exit(0), 20);
      return { ended: true };
    },
  };
  return ({ command, body }) => {
    if (!Object.hasOwn(handlers, command)) return Promise.reject(refused());
    return (handlers[command] as (request: unknown) => Promise<unknown>)(body);
  };
};

/** What could not be prepared may have been made in part. */
const discardUnprepared = async (context: HoldContext, reason: string): Promise<{ state: 'discarded' }> => {
  if (context.journal.state !== 'opened') throw refused();
  await discardEverything(context, reason);
  return { state: 'discarded' };
};

/** The same call again, while it lasts or after it went well, gets the same answer. */
const once = <Q, R>(action: (request: Q) => Promise<R>): ((request: Q) => Promise<R>) => {
  let running: Promise<R> | null = null;
  return (request) => {
    running ??= action(request).catch((error: unknown) => {
      running = null;
      throw error;
    });
    return running;
  };
};

const refused = (): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: 'This side of the run is not prepared for that command, so nothing was done.',
    remedy: 'Look at the run in the portal for where it stands.',
  });
