import type { CommandRequest } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import type { CheckpointRecord } from '../hold/checkpoint-record.ts';
import { copyLives } from './copy-lives.ts';
import type { RunStore } from './run-store.ts';

/**
 * A checkpoint that a move kept is a second copy of what that move let run. Its host is another one, which this agent cannot ask: so
 * the request has to say what is known of it. What this host sees itself counts more than any request.
 *
 * @throws GodwitError `command-refused`
 */
export const requireCopyGone = (
  store: RunStore,
  { move }: Pick<CheckpointRecord, 'move'>,
  { copy }: Pick<CommandRequest<'restore-checkpoint'>, 'copy'>,
): void => {
  if (!move) return;
  const own = store.find(move.runId);
  if (own && copyLives(own) === true) throw livesHere(move.runId);
  if (!copy) throw notSaid(move.runId);
};

const livesHere = (runId: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The copy of the move ${runId} lives on this host, and this checkpoint was kept by that move: two copies would run.`,
    remedy: 'End the copy first, then restore.',
  });

const notSaid = (runId: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `This checkpoint was kept by the move ${runId}, and nothing was said of the copy that this move let run: two copies could run.`,
    remedy: 'Restore it in the portal, which asks the host of the copy first.',
  });
