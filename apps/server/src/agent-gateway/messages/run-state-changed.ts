import type { MessageHandler } from '../message-context.ts';
import { storeRunState } from '../store-run-state.ts';

export const handleRunStateChanged: MessageHandler<'run.state-changed'> = (context, state) =>
  storeRunState(context, state);
