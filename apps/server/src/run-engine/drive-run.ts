import { nextAction } from '@godwit/domain/run';
import { undo } from './compensations/undo.ts';
import { endRun } from './finish-run.ts';
import { performSteps } from './perform-step.ts';
import type { RunContext } from './run-context.ts';
import { toProgress } from './run-snapshot.ts';
import { waitForPerson } from './wait-for-person.ts';
import { waitForTurn } from './wait-for-turn.ts';

/**
 * Drives one run to its end. Nothing is remembered between two turns but what the database says, so a server that is
 * started anew goes on where the one before was: finished steps are not repeated.
 */
export const driveRun = async (context: RunContext): Promise<void> => {
  for (;;) {
    const snapshot = await context.look();
    if (snapshot.run.state === 'finished') return;
    if (snapshot.run.decision !== null) {
      await waitForPerson(context, snapshot);
      continue;
    }
    if (snapshot.run.queue !== null) {
      await waitForTurn(context, snapshot);
      continue;
    }
    const action = nextAction(toProgress(snapshot));
    switch (action.do) {
      case 'perform':
        await performSteps(context);
        break;
      case 'undo':
        await undo(context, action.compensations);
        break;
      case 'finish':
        await endRun(context, snapshot, action.outcome);
    }
  }
};
