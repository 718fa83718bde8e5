import type { CommandRequest } from '@godwit/agent-protocol';
import { placeOfImages, withImages } from '../at-rest/index.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { SourceLink } from '../hold/source-link.ts';
import type { KeptRecord } from './kept-record.ts';
import type { Transfer } from './transfer.ts';

interface Sending {
  checkpoint: RunPaths;
  record: KeptRecord;
  request: CommandRequest<'send-checkpoint'>;
}

const lookMs = 250;

interface Connected {
  /** Those of the transfer, with the images of the checkpoint. */
  paths: RunPaths;
  link: SourceLink;
}

/**
 * Connects to the receiving agent. When that fails nothing has changed, and another way to it can be tried.
 *
 * @throws GodwitError `channel-broken` when nobody answers there
 */
export const connectTransfer = async (
  transfer: Transfer,
  { checkpoint, request }: Pick<Sending, 'checkpoint' | 'request'>,
): Promise<Connected> => {
  const paths = { ...transfer.paths, images: placeOfImages(checkpoint) };
  transfer.measure(0);
  try {
    const link = await SourceLink.connect(paths, request);
    transfer.close = () => void link.abort('The transfer was ended.');
    return { paths, link };
  } catch (error) {
    transfer.report = { state: 'waiting', bytes: 0 };
    throw error;
  }
};

/** Sends all images of a checkpoint, and what this agent signs of them. Ends in the transfer's report. */
export const sendTransfer = (
  transfer: Transfer,
  connected: Connected,
  { checkpoint, record }: Pick<Sending, 'checkpoint' | 'record'>,
): Promise<void> =>
  withImages(checkpoint, () => sendImages(transfer, connected, record), connected.paths.images, transfer.work);

const sendImages = async (transfer: Transfer, { paths, link }: Connected, record: KeptRecord): Promise<void> => {
  const timer = setInterval(() => transfer.measure(link.sender.sentBytes), lookMs);
  try {
    const files = await link.sender.sendAll();
    const manifest = { files, tasks: [], frozenAtBootMs: 0, record };
    await link.sender.tell({ type: 'manifest', manifest });
    await link.tellHashes(paths, manifest, transfer.work);
    await link.received;
    transfer.measure(link.sender.sentBytes);
    transfer.close = () => undefined;
    transfer.finish();
  } catch (error) {
    throw await link.explain(error);
  } finally {
    clearInterval(timer);
  }
};
