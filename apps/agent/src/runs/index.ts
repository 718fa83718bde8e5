import type { CommandType } from '@godwit/agent-protocol';
import type { CommandHandlers } from '../agent-context.ts';
import type { FactCommand } from '../commands/command-handlers.ts';
import { readJournal } from '../hold/journal.ts';
import { isOutcomeTold, readOutcome } from '../hold/outcome-file.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { createRehearsalCommands } from '../rehearsal/rehearsal-commands.ts';
import { createRelayCommands } from '../relay/relay-commands.ts';
import type { StageHooks } from '../stage-hooks/stage-hooks.ts';
import { hearStages, withStageHooks } from '../stage-hooks/with-stage-hooks.ts';
import { OpenTransfers } from '../transfers/open-transfers.ts';
import { removeLeftTransfers } from '../transfers/transfer.ts';
import { createTransferCommands } from '../transfers/transfer-commands.ts';
import { createDestinationCommands } from './destination-commands.ts';
import { createEitherSideCommands } from './either-side-commands.ts';
import { pruneRuns } from './prune-runs.ts';
import type { RunCommandsContext } from './run-context.ts';
import { RunRegistry } from './run-registry.ts';
import { RunStore } from './run-store.ts';
import { createSourceCommands } from './source-commands.ts';

type RunCommand = Exclude<CommandType, FactCommand>;

const registries = new Map<string, { registry: RunRegistry; hooks: StageHooks }>();

const partsOf = (context: RunCommandsContext): { registry: RunRegistry; hooks: StageHooks } => {
  const known = registries.get(context.stateDir);
  if (known) return known;
  const heard = hearStages(context, new RunStore(context.stateDir));
  const parts = { registry: new RunRegistry(heard.context), hooks: heard.hooks };
  registries.set(context.stateDir, parts);
  return parts;
};

/** The commands of runs. Each gives its answer; what takes longer comes as messages through `context.send`. */
export const createRunCommands = (context: RunCommandsContext): Pick<CommandHandlers, RunCommand> => {
  const { registry, hooks } = partsOf(context);
  const transfers = new OpenTransfers(context.stateDir);
  const commands = {
    ...createSourceCommands(registry),
    ...createDestinationCommands(registry),
    ...createEitherSideCommands(registry),
    ...createRehearsalCommands(registry),
    ...createRelayCommands(registry, transfers),
    ...createTransferCommands({ ...context, transfers }),
  };
  return withStageHooks(commands, hooks, registry.store);
};

/**
 * At the start of an agent: takes up the runs whose hold processes live, and finds out what became of the others. Each run
 * that is not over is told to the server as it is now.
 */
export const recoverRuns = async (context: RunCommandsContext): Promise<void> => {
  removeLeftTransfers(context.stateDir);
  const { registry } = partsOf(context);
  const left = [...registry.store.list('runs'), ...registry.store.list('checkpoints')];
  // One that takes long, because its CRIU does not end, keeps no other one waiting.
  await Promise.all(left.map((paths) => recoverOne(registry, paths)));
};

const recoverOne = async (registry: RunRegistry, paths: RunPaths): Promise<void> => {
  if (readJournal(paths).state === 'swept' || isOutcomeTold(paths)) return;
  // A hold process tells what it could not tell before; the agent that died may have heard more than it could pass on.
  if (!(await registry.findHold(paths))) await registry.recover(paths);
  const journal = readJournal(paths);
  if (journal.state !== 'opened') await registry.context.send('run.state-changed', journal.report(paths.runId));
};

const pruneEveryMs = 3_600_000;

/** Removes journals of runs that are over for long or too many, now and every hour. @returns what ends it */
export const keepPruning = ({ stateDir, log }: Pick<RunCommandsContext, 'stateDir' | 'log'>): (() => void) => {
  const store = new RunStore(stateDir);
  const prune = () => {
    try {
      const pruned = pruneRuns(store, Date.now());
      if (pruned.length > 0) log.info({ runs: pruned.length }, 'Journals of runs that are over were removed.');
    } catch (error) {
      log.error({ err: error }, 'Journals of runs that are over cannot be removed.');
    }
  };
  prune();
  const timer = setInterval(prune, pruneEveryMs);
  return () => clearInterval(timer);
};

/** Runs that were seen to be over: their journals are not read again at every sign of life. */
const over = new Set<string>();

/** Runs of this host that are not over, for the sign of life. */
export const listActiveRuns = (stateDir: string): string[] => {
  const runs = registries.get(stateDir)?.registry.store.list('runs') ?? [];
  for (const paths of runs) {
    if (!over.has(paths.dir) && (readJournal(paths).state === 'swept' || readOutcome(paths))) over.add(paths.dir);
  }
  return runs.filter(({ dir }) => !over.has(dir)).map(({ runId }) => runId);
};
