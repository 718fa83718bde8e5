import type { CommandRequest } from '@godwit/agent-protocol';
import { withImages } from '../at-rest/index.ts';
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

/** Sends all images of a checkpoint, and what this agent signs of them. Ends in the transfer's report. */
export const sendTransfer = (transfer: Transfer, sending: Sending): Promise<void> =>
  withImages(sending.checkpoint, (images) => sendImages(transfer, images, sending));

const sendImages = async (transfer: Transfer, images: string, { record, request }: Sending): Promise<void> => {
  const paths = { ...transfer.paths, images };
  const link = await SourceLink.connect(paths, request);
  transfer.close = () => void link.abort('The transfer was ended.');
  const timer = setInterval(() => transfer.measure(link.sender.sentBytes), lookMs);
  try {
    const files = await link.sender.sendAll();
    const manifest = { files, tasks: [], frozenAtBootMs: 0, record };
    await link.sender.tell({ type: 'manifest', manifest });
    await link.tellHashes(paths, manifest);
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
