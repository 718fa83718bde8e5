import type { CommandResult } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import type { RunTimes } from '@godwit/domain/run';
import { storeTimes } from '@godwit/history-store';
import type { RunContext } from '../run-context.ts';
import type { PerformStep } from '../step.ts';
import { timesOfMove } from '../times-of-move.ts';

/** A copy that cannot be compared is no reason to stand still: after so many tries the run says so and ends. */
const tries = 3;
const proofTimeoutMs = 120_000;

type Proof = CommandResult<'prove-copy'>;

/** Compares the running copy with what the source was while frozen, and settles the four times. */
export const prove: PerformStep = async (context) => {
  await context.awaitConnections('destination');
  const proof = await takeProof(context);
  const { failed: _, ...told } = proof;
  const times: RunTimes = await timesOfMove(context);
  return {
    result: proof,
    also: async (database) => {
      await storeTimes(database, context.runId, times);
      await context.append(database, { type: 'proof.taken', ...told }, { type: 'times.measured', times });
    },
  };
};

const takeProof = async (context: RunContext): Promise<Proof> => {
  try {
    return await context.call('destination', 'prove-copy', context.key, proofTimeoutMs);
  } catch (error) {
    const attempt = (await context.look()).steps.get('prove')?.attempt ?? 1;
    if (!(error instanceof GodwitError) || error.code === 'host-lost' || attempt < tries) throw error;
    return { passed: false, lines: [`The copy could not be compared: ${error.message}`] };
  }
};
