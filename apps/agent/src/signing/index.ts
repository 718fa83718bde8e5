import path from 'node:path';
import type { PeerIdentity } from '@godwit/agent-protocol';
import { differ } from '../channel/image-receiver.ts';
import type { HashedManifest } from '../channel/messages.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { policyFile, readPolicy } from '../policy/read-policy.ts';
import { requirePeer } from './require-peer.ts';
import { isSignedBy, manifestText, runKeyText } from './signed-text.ts';
import { ensureSigningKey, signText } from './signing-key.ts';

/** The state directory of the agent, of which a run's directory is a part. */
const stateDirOf = ({ dir }: RunPaths): string => path.dirname(path.dirname(dir));

/** What this agent shows of itself for one run: that the certificate of the run is its own. */
export const signRunKey = (paths: RunPaths, fingerprint: string): Omit<PeerIdentity, 'hostId'> => {
  const stateDir = stateDirOf(paths);
  return { publicKey: ensureSigningKey(stateDir), signature: signText(stateDir, runKeyText(paths.runId, fingerprint)) };
};

/** Refuses a side of a run that is not the agent it is said to be; see require-peer.ts. */
export const requirePeerOf = (
  paths: RunPaths,
  claim: { peerFingerprint: string; peerIdentity?: PeerIdentity | undefined },
): void =>
  requirePeer({ ...claim, runId: paths.runId }, { stateDir: stateDirOf(paths), policy: readPolicy(policyFile).policy });

/** The signature of the sending agent over what it has sent. */
export const signManifest = (paths: RunPaths, manifest: HashedManifest): string =>
  signText(stateDirOf(paths), manifestText(paths.runId, manifest));

/** Throws `images-differ` when the images are not those that the sending agent signed. */
export const requireSigned = (
  { runId }: RunPaths,
  { publicKey }: Pick<PeerIdentity, 'publicKey'>,
  { manifest, signature }: { manifest: HashedManifest; signature: string },
): void => {
  if (!isSignedBy(publicKey, manifestText(runId, manifest), signature))
    throw differ('their list does not carry the signature of the sending agent');
};
