import type { CommandResult, PeerIdentity } from '@godwit/agent-protocol';

/** What one agent showed of itself, for the other one; the server can neither make nor change it. */
export const passIdentity = (
  hostId: string,
  { identity }: CommandResult<'open-run'>,
): { peerIdentity?: PeerIdentity } => (identity === undefined ? {} : { peerIdentity: { hostId, ...identity } });
