import { forgetDecision } from '@godwit/history-store';
import type { RunContext } from './run-context.ts';
import type { RunSnapshot } from './run-snapshot.ts';

/**
 * Waits for the answer to a question. If it was asked because the source was silent, and the source speaks again, nobody has
 * to answer any more.
 */
export const waitForPerson = async (context: RunContext, { run }: RunSnapshot): Promise<void> => {
  const aboutSilence = run.decision?.choices.includes('wait') ?? false;
  if (aboutSilence && (await context.tryToAskSide('source')) !== null) {
    await context.write(async (database) => {
      await forgetDecision(database, context.runId);
      await context.append(database, { type: 'decision.made', choice: 'source-answered', by: 'the source itself' });
    });
    return;
  }
  await context.wait(context.parts.pace.lookAgainMs * 5);
};
