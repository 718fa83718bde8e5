import { GodwitError } from '@godwit/domain/errors';
import { choiceTexts, type DecisionChoice } from '@godwit/domain/run';
import {
  answerDecision,
  appendEvents,
  findHost,
  lockRun,
  type RunRecord,
  recordAudit,
  type Store,
} from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';
import { asActor, callerName } from './actor.ts';
import { required } from './not-found.ts';

export interface DecisionAnswer {
  runId: string;
  choice: string;
  confirmName: string;
  caller: Caller;
  now: Date;
}

/** Takes a person's answer to what the run waits for. The name of what it is about must have been typed. */
export const decideRun = (store: Store, { runId, choice, confirmName, caller, now }: DecisionAnswer): Promise<void> =>
  store.inTransaction(async (database) => {
    const run = required(await lockRun(database, runId), 'run');
    const offered = run.decision?.choices.find((known) => known === choice);
    if (offered === undefined) throw notOffered();
    const wanted = confirmNameFor(
      offered,
      await namesOf(run, async (id) => (await findHost(database, id))?.name ?? id),
    );
    if (confirmName.trim() !== wanted) throw wrongName(wanted);
    await answerDecision(database, runId, offered);
    const by = callerName(caller);
    await appendEvents(database, { runId, events: [{ type: 'decision.made', choice: offered, by }], now });
    const detail = { runId, choice: offered };
    await recordAudit(database, { ...asActor(caller), action: 'run.decided', object: run.workloadName, detail });
  });

export interface RunNames {
  source: string;
  destination: string;
  workload: string;
}

export const namesOf = async (run: RunRecord, nameOf: (hostId: string) => Promise<string>): Promise<RunNames> => ({
  source: await nameOf(run.sourceHostId),
  destination: run.destinationHostId === null ? '' : await nameOf(run.destinationHostId),
  workload: run.workloadName,
});

/** What has to be typed before a choice counts. */
export const confirmNameFor = (choice: DecisionChoice, names: RunNames): string => names[choiceTexts[choice].confirm];

const notOffered = (): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: 'The run does not wait for this answer: somebody may have answered before, or the host spoke again.',
    remedy: 'Look at the run as it is now.',
  });

const wrongName = (wanted: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `The name typed is not "${wanted}", so nothing was done.`,
    remedy: `Type ${wanted} to say that you mean exactly this.`,
  });
