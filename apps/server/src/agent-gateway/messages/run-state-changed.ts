import type { MessageHandler } from '../message-context.ts';
import { requireSideOfHost } from '../require-side.ts';
import { storeRunState } from '../store-run-state.ts';

export const handleRunStateChanged: MessageHandler<'run.state-changed'> = async (context, state) => {
  const known = await requireSideOfHost(context, state.runId);
  await storeRunState(context, known, state);
};
