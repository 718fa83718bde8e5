import { readFileSync } from 'node:fs';
import type { CommandRequest } from '@godwit/agent-protocol';
import type { HashedFile, HashedManifest, Manifest } from '../channel/messages.ts';
import { broken } from '../channel/secure-channel.ts';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { requireSigned } from '../signing/index.ts';
import type { HoldContext } from './hold-context.ts';
import type { RunPaths } from './run-paths.ts';

interface Arrived {
  received: Manifest | null;
  files: HashedFile[];
  signature: string;
}

/**
 * Keeps what the source says of its images, if its agent signed it: the copy is voted for only when what lies here is that.
 *
 * @throws GodwitError `channel-broken`, `images-differ`
 */
export const keepManifest = (
  { paths }: HoldContext,
  { peerIdentity }: Pick<CommandRequest<'prepare-destination'>, 'peerIdentity'>,
  { received, files, signature }: Arrived,
): HashedManifest => {
  if (!received || !peerIdentity) throw broken('The source sent hashes before the images.');
  const manifest = { ...received, files };
  requireSigned(paths, peerIdentity, { manifest, signature });
  writeFileDurably(paths.manifest, JSON.stringify(manifest));
  return manifest;
};

/** The same from the disk, for a hold process that was started again. */
export const readManifest = async (paths: RunPaths): Promise<HashedManifest> =>
  JSON.parse(readFileSync(paths.manifest, 'utf8')) as HashedManifest;
