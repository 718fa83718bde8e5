import { longestRelayPiece, type RelayHead, relayHeadSchema, wireEvents } from '@godwit/agent-protocol';
import type { Socket } from 'socket.io';
import type { RelayTable } from './relay-table.ts';

const patienceMs = 60_000;

interface Relaying {
  table: RelayTable;
  socketOf: (hostId: string) => Socket | undefined;
}

/** Passes pieces of relayed streams on from one agent to the other. They are ciphertext: nothing of them is looked at or kept. */
export const passRelayed = (socket: Socket, hostId: string, { table, socketOf }: Relaying): void => {
  socket.on(wireEvents.relay, (raw: unknown, data: unknown, answer: unknown) => {
    const reply = (taken: boolean) => typeof answer === 'function' && answer(taken);
    const head = relayHeadSchema.safeParse(raw);
    const isPiece = Buffer.isBuffer(data) && data.length <= longestRelayPiece;
    const peer = head.success && isPiece ? table.peerOf(head.data.relayId, hostId) : null;
    const other = peer === null ? undefined : socketOf(peer);
    if (!head.success || !other?.connected) return reply(false);
    if (head.data.kind === 'end') table.close(head.data.relayId);
    other.timeout(patienceMs).emit(wireEvents.relay, head.data, data, (error: unknown, taken: unknown) => {
      reply(error === null && taken === true);
    });
  });
  socket.on('disconnect', () => {
    for (const { relayId, peer } of table.leave(hostId)) endAt(socketOf(peer), relayId);
  });
};

const endAt = (socket: Socket | undefined, relayId: string): void => {
  const head: RelayHead = { relayId, kind: 'end' };
  socket?.emit(wireEvents.relay, head, Buffer.alloc(0), () => undefined);
};
