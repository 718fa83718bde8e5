import { GodwitError } from '@godwit/domain/errors';
import { memoryLost, pagesUnreachable, sourceUnknown } from '@godwit/domain/run';
import { findHost, forgetDecision } from '@godwit/history-store';
import { z } from 'zod';
import { DecisionNeeded } from '../interruptions.ts';
import { isPostCopy, movePlanOf } from '../move-plan.ts';
import type { RunContext } from '../run-context.ts';
import { type RunSnapshot, sideReport } from '../run-snapshot.ts';
import type { PerformStep, StepOutcome } from '../step.ts';

/** What the release rests on. */
export const goneSchema = z.object({
  basis: z.enum(['journal', 'reboot', 'person', 'fenced']),
  provedAt: z.string(),
  /** Told by the source when the address left it together with the tree. */
  addressDropped: z.boolean().optional(),
});
export type Gone = z.infer<typeof goneSchema>;

/**
 * Sends the permission and waits until the source is known to be gone. Its journal alone decides; while it is silent nobody
 * guesses. After its deadline and some patience a person is asked, and the asking goes on meanwhile.
 */
export const commit: PerformStep = async (context, begun) => {
  const patienceEnds = await silencePatience(context, begun.snapshot);
  for (let snapshot = begun.snapshot; ; snapshot = await context.look()) {
    const gone = await findGone(context, snapshot);
    if (gone !== null) return goneOutcome(context, gone);
    const answered = await askForCommit(context, snapshot);
    if (typeof answered === 'object') return goneOutcome(context, answered);
    if (answered === 'aborted') throw sourceWon();
    if (answered === 'silent' && context.elapsedMs >= patienceEnds)
      throw new DecisionNeeded(
        (isPostCopy(snapshot) ? pagesUnreachable : sourceUnknown)((await context.hostOf('source')).name),
      );
    await context.wait();
  }
};

const goneOutcome = ({ runId }: RunContext, gone: Gone): StepOutcome => ({
  result: gone,
  also: (database) => forgetDecision(database, runId),
});

/**
 * When silence has lasted so long that the source's own deadline is behind it. A server that was started again waits the whole
 * time once more: how much of it has passed only the time of day could say, and that may have been set.
 */
const silencePatience = async (context: RunContext, snapshot: RunSnapshot): Promise<number> => {
  const { graceMs } = context.parts.pace;
  if (snapshot.run.decisionMade !== 'wait')
    return context.elapsedMs + movePlanOf(snapshot).holdSeconds * 1000 + graceMs;
  await context.write((database) => forgetDecision(database, context.runId));
  return context.elapsedMs + graceMs;
};

const findGone = async (context: RunContext, snapshot: RunSnapshot): Promise<Gone | null> => {
  const { decisionMade } = snapshot.run;
  const provedAt = context.now.toISOString();
  if (decisionMade === 'release-fenced' || decisionMade === 'release-unfenced') return { basis: 'person', provedAt };
  const source = sideReport(snapshot, 'source');
  if (source === null) return null;
  if (source.state === 'gone') return { basis: 'journal', provedAt: source.goneProof?.provedAt ?? provedAt };
  if (source.state !== 'committed') return null;
  const host = await findHost(context.parts.store.database, snapshot.run.sourceHostId);
  const rebooted = host?.bootId !== snapshot.permission?.sourceBootId;
  if (isPostCopy(snapshot)) {
    if (rebooted) throw new DecisionNeeded(memoryLost(host?.name ?? '', 'The source was rebooted after the commit.'));
    // It answers again when it is asked, and says then whether its address has left.
    return null;
  }
  return rebooted ? { basis: 'reboot', provedAt } : null;
};

/** The source's journal compares and sets, so asking twice, or after a restart, does no harm: the answer is what is so. */
const askForCommit = async (
  context: RunContext,
  { permission }: RunSnapshot,
): Promise<Gone | 'answered' | 'silent' | 'aborted'> => {
  if (permission === null) throw new Error(`Run ${context.runId} was to commit without permission.`);
  try {
    const request = { ...context.key, bootId: permission.sourceBootId };
    const { state, gone, fenced } = await context.call('source', 'commit-source', request);
    if (fenced !== undefined) return { basis: 'fenced', ...fenced };
    if (state === 'gone' && gone !== undefined) return { basis: 'journal', ...gone };
    if (state === 'gone') await context.tryToAskSide('source');
    if (state === 'committed' || state === 'gone') return 'answered';
  } catch (error) {
    if (!isSilence(error)) throw error;
    return 'silent';
  }
  await context.tryToAskSide('source');
  return 'aborted';
};

const isSilence = (error: unknown): boolean =>
  error instanceof GodwitError && (error.code === 'host-lost' || error.code === 'deadline-reached');

const sourceWon = (): GodwitError =>
  new GodwitError({
    code: 'deadline-reached',
    message: 'The source reached its deadline before the permission to commit did, so it gave itself back.',
    remedy: 'Try again, with a longer hold if the hosts are slow.',
  });
