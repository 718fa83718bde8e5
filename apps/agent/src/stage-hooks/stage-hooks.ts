import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandRequest, CommandResult, MessageBody } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { type Health, type HookStage, hookStages, hookStageTexts, type RunEventData } from '@godwit/domain/run';
import { z } from 'zod';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { readJournal } from '../hold/journal.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { listOwnWorkloads } from '../observation/list-own-workloads.ts';
import { readOwnTree } from '../policy/own-tree.ts';
import type { OwnPrograms } from '../policy/policy.ts';
import { policyFile, readPolicy } from '../policy/read-policy.ts';
import type { RunCommandsContext } from '../runs/run-context.ts';
import { type RunStore, readRequest } from '../runs/run-store.ts';
import { welcomeCopy } from '../supervisors/welcome-copy.ts';
import { checkHealth } from './check-health.ts';
import { hooksOf, programsFor, whyNotRun } from './own-programs.ts';
import { type ProgramFacts, runHooks } from './run-hooks.ts';

type State = MessageBody<'run.state-changed'>['state'];

const stageAfter: Partial<Record<State, HookStage>> = {
  'given-back': 'after-give-back',
  gone: 'after-departure',
  released: 'after-release',
  discarded: 'after-discard',
};

/** What came before decides whether there is something to take back. */
const onlyAfter: Partial<Record<HookStage, HookStage>> = {
  'after-give-back': 'before-freeze',
  'after-departure': 'before-freeze',
  'after-release': 'before-arrival',
  'after-discard': 'before-arrival',
};

/** Runs the programs that the owner of this host named in its policy, at the stages of the runs of this host. */
export class StageHooks {
  readonly #context: RunCommandsContext;
  readonly #store: RunStore;
  readonly #running = new Map<string, Promise<void>>();

  constructor(context: RunCommandsContext, store: RunStore) {
    this.#context = context;
    this.#store = store;
  }

  /** Before something happens: throws when a hook fails, and then it does not. */
  async before(stage: 'before-freeze' | 'before-arrival', runId: string): Promise<void> {
    const paths = this.#store.require(runId);
    const target = readTarget(paths);
    if (target === null || target.rehearsal) return;
    const keys = await keysOf(target);
    writeFileDurably(markOf(paths, stage), JSON.stringify(keys));
    const programs = findPrograms(keys);
    const trouble = await runHooks(programs, { ...factsOf(paths, target), stage }, this.#teller(runId));
    if (trouble !== null) throw failed(trouble, stage);
  }

  /** A side came to a state: what belongs to it runs beside, once. */
  after({ runId, state }: Pick<MessageBody<'run.state-changed'>, 'runId' | 'state'>): void {
    const stage = stageAfter[state];
    const paths = stage && this.#store.find(runId);
    if (!stage || !paths) return;
    const before = onlyAfter[stage];
    if (existsSync(markOf(paths, stage)) || (before && !existsSync(markOf(paths, before)))) return;
    const key = `${runId} ${stage}`;
    if (this.#running.has(key)) return;
    const ended = this.#runAfter(paths, stage)
      .catch((error: unknown) =>
        this.#context.log.error({ err: error, runId, stage }, 'A stage hook could not be run.'),
      )
      .finally(() => this.#running.delete(key));
    this.#running.set(key, ended);
  }

  /** Resolves when no hook of a run runs any more. */
  async settled(runId: string): Promise<void> {
    await Promise.all([...this.#running].filter(([key]) => key.startsWith(runId)).map(([, ended]) => ended));
  }

  /** Asks the health commands of the workload that was released here; null when there are none. */
  async health(runId: string): Promise<Health | null> {
    const paths = this.#store.require(runId);
    const target = readTarget(paths);
    if (target === null) return null;
    const programs = findPrograms(rememberedKeys(paths, target));
    return checkHealth(programs, { ...factsOf(paths, target), stage: 'health' }, this.#teller(runId));
  }

  /** What would be run here for a workload, and what would not although it is named. */
  async list({ workloadKey, pid }: CommandRequest<'list-stage-hooks'>): Promise<CommandResult<'list-stage-hooks'>> {
    const programs = findPrograms(await keysOf({ workloadKey, ownPid: pid ?? null }));
    const hooks = hookStages.flatMap((stage) =>
      hooksOf(programs, stage).map(({ program }) => ({ stage, program, trouble: whyNotRun(program) })),
    );
    const health = programs.flatMap(({ health: argv }) =>
      argv ? [{ command: argv.join(' '), trouble: whyNotRun(argv[0]) }] : [],
    );
    return { hooks, health };
  }

  async #runAfter(paths: RunPaths, stage: HookStage): Promise<void> {
    const target = readTarget(paths);
    if (target === null) return;
    if (stage === 'after-release') await this.#welcome(paths, target);
    await runHooks(
      findPrograms(rememberedKeys(paths, target)),
      { ...factsOf(paths, target), stage },
      this.#teller(paths.runId),
    );
    writeFileDurably(markOf(paths, stage), 'done\n');
  }

  /** Before the owner's hooks: whoever supervised the workload here, or keeps it from starting, hears that it is there. */
  async #welcome(paths: RunPaths, target: Target): Promise<void> {
    const tell = this.#teller(paths.runId);
    const note = {
      type: 'side.noted' as const,
      side: target.side,
      topic: 'supervisor' as const,
      name: target.workloadKey,
    };
    try {
      const said = await welcomeCopy(paths, this.#context.stateDir, target);
      if (said.length > 0) tell([{ ...note, state: 'done', text: said.join(' ') }]);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tell([{ ...note, state: 'failed', text: `Nobody supervises the copy here: ${why}` }]);
    }
  }

  #teller(runId: string): (events: RunEventData[]) => void {
    const { send, log } = this.#context;
    return (events) => {
      send('run.progressed', { runId, events }).catch((error: unknown) =>
        log.error({ err: error, runId }, 'What a stage hook did could not be told.'),
      );
    };
  }
}

interface Target {
  side: 'source' | 'destination';
  workloadKey: string;
  /** Root of the tree, where it is on this host from the beginning. */
  ownPid: number | null;
  serviceAddress: string | null;
  rehearsal: boolean;
}

/** Of which workload a run is, as its side was prepared; null for a run that is no move. */
const readTarget = (paths: RunPaths): Target | null => {
  const source = readRequest<CommandRequest<'prepare-source'>>(paths, 'prepare-source');
  const prepared = source ?? readRequest<CommandRequest<'prepare-destination'>>(paths, 'prepare-destination');
  if (prepared === null) return null;
  const { workloadKey, serviceAddress } = prepared;
  const rehearsal = 'rehearsal' in prepared && Boolean(prepared.rehearsal);
  return {
    side: source ? 'source' : 'destination',
    workloadKey,
    ownPid: source?.pid ?? null,
    serviceAddress,
    rehearsal,
  };
};

const findPrograms = (keys: readonly string[]): OwnPrograms[] => programsFor(readPolicy(policyFile).policy, keys);

/** The key the server names, and those that the tree has on this host: a server cannot hide a workload from its hooks. */
const keysOf = async ({ workloadKey, ownPid }: Pick<Target, 'workloadKey' | 'ownPid'>): Promise<string[]> => {
  if (ownPid === null || readPolicy(policyFile).policy.workloads.length === 0) return [workloadKey];
  const { workloadKeys } = await readOwnTree(ownPid, listOwnWorkloads);
  return [workloadKey, ...workloadKeys];
};

/** The keys of before: after the commit the tree is not there to be asked. */
const rememberedKeys = (paths: RunPaths, { side, workloadKey }: Target): string[] => {
  const mark = markOf(paths, side === 'source' ? 'before-freeze' : 'before-arrival');
  return existsSync(mark) ? z.array(z.string()).parse(JSON.parse(readFileSync(mark, 'utf8'))) : [workloadKey];
};

const factsOf = (
  paths: RunPaths,
  { side, workloadKey, ownPid, serviceAddress }: Target,
): Omit<ProgramFacts, 'stage'> => {
  const pid = side === 'source' ? ownPid : (readJournal(paths).facts.tasks?.[0]?.pid ?? null);
  return { runId: paths.runId, side, workload: workloadKey, pid, serviceAddress };
};

const markOf = (paths: RunPaths, stage: HookStage): string => path.join(paths.dir, `hook-${stage}`);

const failed = (trouble: string, stage: HookStage): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `${trouble} It stands ${hookStageTexts[stage].words}, so the run goes no further.`,
    remedy: `Look into the run's log for what it wrote. The hook is named in ${policyFile} on its host; the portal cannot change it.`,
  });
