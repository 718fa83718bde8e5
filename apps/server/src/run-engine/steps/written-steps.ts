import type { StepName } from '@godwit/domain/run';
import type { Database } from '@godwit/history-store';
import type { RunContext } from '../run-context.ts';
import type { RunSnapshot } from '../run-snapshot.ts';
import type { WriteStep } from '../step.ts';
import { writeMovedAddress } from './move-address.ts';
import { writePermit } from './permit.ts';
import { noteReleaseSent } from './release.ts';

/** Steps that can be done by writing alone, between two others. */
export const writtenSteps: Partial<Record<StepName, WriteStep>> = {
  permit: writePermit,
  'move-address': writeMovedAddress,
};

/** What is written together with the beginning of a step. */
export const noteBeginning: Partial<
  Record<StepName, (context: RunContext, database: Database, snapshot: RunSnapshot) => Promise<void>>
> = { release: noteReleaseSent };
