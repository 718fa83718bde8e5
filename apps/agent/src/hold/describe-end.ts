import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceState } from '@godwit/domain/run';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { leaveAddress } from './source-endings.ts';

type CommitAnswer = HoldCommands['commit-source']['result'];

const patienceMs = 2000;

/** The answer to a commit. The end itself is told as a change of state; who asked does not wait long for it. */
export const describeEndSoon = (context: HoldContext, ending: Promise<SourceState>): Promise<CommitAnswer> => {
  const late = sleep(patienceMs).then(() => ({ state: context.journal.state as SourceState }));
  return Promise.race([ending.then((state) => describeEnd(context, state)), late]);
};

/** The proof, and that the address left with the tree: nothing more has to be asked before the copy is released. */
const describeEnd = async ({ journal, paths }: HoldContext, state: SourceState): Promise<CommitAnswer> => {
  const { goneProof } = journal.report(paths.runId);
  if (state !== 'gone' || !goneProof) return { state };
  const addressDropped = await leaveAddress(journal).catch(() => undefined);
  const { provedAt } = goneProof;
  return { state, gone: { provedAt, ...(addressDropped !== undefined && { addressDropped }) } };
};
