import { mkdirSync, renameSync, rmSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import type { CommandRequest } from '@godwit/agent-protocol';
import { sealCheckpoint } from '../at-rest/index.ts';
import type { HashedManifest, Manifest } from '../channel/messages.ts';
import { readRunKeys } from '../channel/run-keys.ts';
import { broken, listenForChannel } from '../channel/secure-channel.ts';
import { verifyImages } from '../channel/verify-images.ts';
import { syncFolder, writeFileDurably } from '../configuration/write-file-durably.ts';
import { checkpointRecordFile } from '../hold/checkpoint-record.ts';
import { ImageIntake } from '../hold/destination-receive.ts';
import { markOutcomeTold, writeOutcome } from '../hold/outcome-file.ts';
import { isAllowedPeer } from '../policy/allowed-peer.ts';
import { type RunStore, saveRequest } from '../runs/run-store.ts';
import { requireSigned } from '../signing/index.ts';
import { keptRecordSchema } from './kept-record.ts';
import type { Transfer } from './transfer.ts';

type Request = CommandRequest<'receive-checkpoint'>;

interface Receiving {
  address: string;
  store: RunStore;
  request: Request;
}

/** Listens for the images. They are kept as a checkpoint only when all of them are here, signed and on the disk. */
export const receiveTransfer = async (transfer: Transfer, receiving: Receiving): Promise<number> => {
  const { paths } = transfer;
  const { peerFingerprint } = receiving.request;
  mkdirSync(paths.images, { recursive: true, mode: 0o700 });
  const options = { keys: readRunKeys(paths.dir), peerFingerprint, allowsPeer: isAllowedPeer };
  const server = await listenForChannel(receiving.address, options, (socket) => {
    server.close();
    transfer.close = () => socket.destroy();
    take(transfer, receiving, socket);
  });
  transfer.close = () => server.close();
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : 0;
};

const take = (transfer: Transfer, receiving: Receiving, socket: TLSSocket): void => {
  let received: Manifest | null = null;
  const { images: imagesDir } = transfer.paths;
  new ImageIntake(
    socket,
    { imagesDir, room: null },
    {
      begun: () => undefined,
      clock: () => undefined,
      progressed: (bytes) => transfer.measure(bytes),
      complete: (manifest) => {
        received = manifest;
      },
      hashed: (files, signature) => {
        const manifest = received === null ? null : { ...received, files };
        keep(transfer, receiving, { manifest, signature }).catch((error: unknown) => transfer.fail(error));
      },
      failed: (error) => transfer.fail(error),
    },
  );
};

interface Signed {
  manifest: HashedManifest | null;
  signature: string;
}

/** The outcome goes last: until it is there nothing takes the directory for a checkpoint. */
const keep = async (transfer: Transfer, { store, request }: Receiving, signed: Signed): Promise<void> => {
  const { manifest, signature } = signed;
  if (manifest === null) throw broken('The source sent hashes before the images.');
  requireSigned(transfer.paths, request.peerIdentity, { manifest, signature });
  await verifyImages(transfer.paths.images, manifest, transfer.work);
  const record = keptRecordSchema.parse(manifest.record);
  const paths = store.open('checkpoints', request.runId, { side: 'source', epoch: request.epoch });
  saveRequest(paths, 'receive-checkpoint', request);
  rmSync(paths.images, { recursive: true, force: true });
  renameSync(transfer.paths.images, paths.images);
  syncFolder(paths.dir);
  writeFileDurably(
    paths.manifest,
    JSON.stringify({ ...manifest, signature, publicKey: request.peerIdentity.publicKey }),
  );
  writeFileDurably(checkpointRecordFile(paths.dir), JSON.stringify({ ...record, runId: request.runId }));
  if (request.encrypt) await sealCheckpoint(paths, transfer.work);
  const imageBytes = manifest.files.reduce((sum, { length }) => sum + length, 0);
  const nothing = { frozenUs: null, logTail: [] };
  writeOutcome(paths, { action: 'dump', error: null, imageBytes, rootPid: record.rootPid, ...nothing });
  markOutcomeTold(paths);
  transfer.finish();
};
