import type { PeerIdentity } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import type { Policy } from '../policy/policy.ts';
import { findKnownPeer, keepKnownPeer, knownPeersFile } from './known-peers.ts';
import { isSignedBy, runKeyText } from './signed-text.ts';
import { keyFingerprint } from './signing-key.ts';

interface Claim {
  runId: string;
  /** Of the certificate with which the other side will come. */
  peerFingerprint: string;
  peerIdentity?: PeerIdentity | undefined;
}

interface Believed {
  stateDir: string;
  policy: Pick<Policy, 'peerKeys'>;
}

/**
 * Whether the other side of a run is the agent it is said to be. The server only carries what that agent signed: with another
 * certificate, another run or another key it does not fit. Keys are those the policy names, or else those that were seen first.
 *
 * @throws GodwitError `command-refused`
 */
export const requirePeer = ({ runId, peerFingerprint, peerIdentity }: Claim, { stateDir, policy }: Believed): void => {
  if (!peerIdentity) throw refused('is not signed by the agent of the other host');
  const { hostId, publicKey, signature } = peerIdentity;
  if (!isSignedBy(publicKey, runKeyText(runId, peerFingerprint), signature))
    throw refused('does not fit what the agent of the other host signed');
  const fingerprint = keyFingerprint(publicKey);
  if (policy.peerKeys) {
    if (!policy.peerKeys.includes(fingerprint))
      throw refused(`belongs to the key ${fingerprint}, which the policy does not name`);
    return;
  }
  const known = findKnownPeer(stateDir, hostId);
  if (known === null) keepKnownPeer(stateDir, hostId, fingerprint);
  else if (known !== fingerprint) throw otherKey(stateDir, { hostId, known, fingerprint });
};

const otherKey = (stateDir: string, seen: { hostId: string; known: string; fingerprint: string }): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The other host (${seen.hostId}) comes with the key ${seen.fingerprint}, and it had ${seen.known} before. Somebody may pretend to be it, so nothing was done.`,
    remedy: `If its agent was really set up anew, remove its line from ${knownPeersFile(stateDir)} on this host; the portal cannot.`,
  });

const refused = (why: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The certificate of the other side of this run ${why}, so no images are sent to it or taken from it.`,
    remedy: 'Check that both agents and the server are of one version; if they are, the server may not be what it was.',
  });
