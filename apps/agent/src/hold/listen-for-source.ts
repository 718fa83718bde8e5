import type { Server, TLSSocket } from 'node:tls';
import { readRunKeys } from '../channel/run-keys.ts';
import { listenForChannel } from '../channel/secure-channel.ts';
import { isAllowedPeer } from '../policy/allowed-peer.ts';
import { requirePeerOf } from '../signing/index.ts';
import type { HoldCommands } from './hold-protocol.ts';
import type { RunPaths } from './run-paths.ts';

/** Opens the channel of a run for the one source that it was prepared for. Throws when that is nobody this host takes images from. */
export const listenForSource = (
  paths: RunPaths,
  request: HoldCommands['prepare-destination']['request'],
  onSource: (socket: TLSSocket) => void,
): Promise<Server> => {
  requirePeerOf(paths, request);
  const { listenAddress, peerFingerprint } = request;
  const options = { keys: readRunKeys(paths.dir), peerFingerprint, allowsPeer: isAllowedPeer };
  return listenForChannel(listenAddress, options, onSource);
};
