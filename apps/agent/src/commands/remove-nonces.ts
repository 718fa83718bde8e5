import { removeNonces, seesNonce } from '@godwit/host-facts';
import type { CommandHandler } from '../agent-context.ts';

/** Touches only files that still carry the very nonce. */
export const answerRemoveNonces: CommandHandler<'remove-nonces'> = async ({ nonces }) => {
  const mine = nonces.filter((nonce) => seesNonce(nonce));
  await removeNonces(mine);
  return { removed: mine.length };
};
