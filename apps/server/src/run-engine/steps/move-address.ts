import { GodwitError } from '@godwit/domain/errors';
import type { RunContext } from '../run-context.ts';
import type { PerformStep, WriteStep } from '../step.ts';
import { goneSchema } from './commit.ts';

/** The source said together with its end that the address has left it: nothing is to be asked any more. */
export const writeMovedAddress: WriteStep = async (_, __, { steps }) => {
  const gone = goneSchema.safeParse(steps.get('commit')?.result);
  return gone.data?.addressDropped === undefined ? null : { result: { dropped: gone.data.addressDropped } };
};

/**
 * Takes the service address off the source. A source that is proved gone and then falls silent is waited for only a
 * little: the copy's announcement outbids it, and a workload that stands still for ever would help nobody.
 */
export const moveAddress: PerformStep = async (context) => {
  const { basis } = goneSchema.parse((await context.look()).steps.get('commit')?.result);
  const started = context.elapsedMs;
  const patienceMs = basis === 'person' ? 0 : context.parts.pace.addressPatienceMs;
  for (;;) {
    const dropped = await tryToDrop(context);
    if (dropped !== null) return { result: { dropped } };
    if (context.elapsedMs - started >= patienceMs) return { result: { dropped: false } };
    await context.wait();
  }
};

const tryToDrop = async (context: RunContext): Promise<boolean | null> => {
  try {
    return (await context.call('source', 'drop-address', context.key)).dropped;
  } catch (error) {
    if (error instanceof GodwitError && error.code === 'host-lost') return null;
    throw error;
  }
};
