import { existsSync } from 'node:fs';
import type { CommandHandlers } from '../agent-context.ts';
import { ensureRunKeys } from '../channel/run-keys.ts';
import { readOutcome } from '../hold/outcome-file.ts';
import { measureImages } from '../hold/source-dump.ts';
import type { RunCommandsContext } from '../runs/run-context.ts';
import { RunStore } from '../runs/run-store.ts';
import { requirePeerOf, signRunKey } from '../signing/index.ts';
import { describeImagesOf } from './describe-images.ts';
import { readKeptRecord } from './kept-record.ts';
import type { OpenTransfers } from './open-transfers.ts';
import { receiveTransfer } from './receive-transfer.ts';
import { requireSendable, requireSpace } from './require-sendable.ts';
import { connectTransfer, sendTransfer } from './send-transfer.ts';
import type { Transfer } from './transfer.ts';

type Command =
  | 'describe-images'
  | 'offer-checkpoint'
  | 'receive-checkpoint'
  | 'send-checkpoint'
  | 'report-transfer'
  | 'end-transfer';

interface Parts extends Pick<RunCommandsContext, 'stateDir' | 'channelAddress' | 'relays'> {
  transfers: OpenTransfers;
}

/** The commands that bring a kept checkpoint from one host to another. They work in the agent itself: nothing stands still. */
export const createTransferCommands = (parts: Parts): Pick<CommandHandlers, Command> => {
  const { stateDir, channelAddress: host, relays, transfers } = parts;
  const store = new RunStore(stateDir);
  const show = async ({ paths }: Transfer) => {
    const fingerprint = await ensureRunKeys(paths.dir);
    return { fingerprint, identity: signRunKey(paths, fingerprint) };
  };
  return {
    'describe-images': async ({ checkpointId }) => describeImagesOf(store.checkpoint(checkpointId)),
    'offer-checkpoint': async ({ runId, checkpointId }) => {
      const checkpoint = store.checkpoint(checkpointId);
      requireSendable(readKeptRecord(checkpoint));
      return { ...(await show(transfers.open(runId))), totalBytes: measureImages(checkpoint.images) };
    },
    'receive-checkpoint': async (request) => {
      const transfer = transfers.open(request.runId);
      const shown = await show(transfer);
      requirePeerOf(transfer.paths, request);
      requireSpace(stateDir, request.expectedBytes);
      const listen = async () => ({ host, port: await receiveTransfer(transfer, { address: host, store, request }) });
      return { ...shown, ...(await transfers.listen(request.runId, listen)) };
    },
    'send-checkpoint': async (request) => {
      const transfer = transfers.open(request.runId);
      const checkpoint = store.checkpoint(request.checkpointId);
      const record = readKeptRecord(checkpoint);
      requireSendable(record);
      if (transfer.report.state !== 'waiting') return { accepted: true };
      const sending = { checkpoint, record, request };
      const connected = await connectTransfer(transfer, sending);
      void sendTransfer(transfer, connected, sending).catch((error: unknown) => transfer.fail(error));
      return { accepted: true };
    },
    'report-transfer': async ({ runId }) => ({ transfer: transfers.find(runId)?.report ?? kept(store, runId) }),
    'end-transfer': async ({ runId }) => {
      transfers.end(runId);
      relays?.end(runId);
      return { ended: true };
    },
  };
};

/** What arrived before this agent was started. */
const kept = (store: RunStore, runId: string) => {
  const paths = store.pathsOf('checkpoints', runId);
  const outcome = existsSync(paths.journal) ? readOutcome(paths) : null;
  return outcome?.error === null ? { state: 'done' as const, bytes: outcome.imageBytes ?? 0 } : null;
};
