import { longestRelayPiece, relayHeadSchema, wireEvents } from '@godwit/agent-protocol';
import type { Socket } from 'socket.io-client';
import type { Relays } from '../relay/relays.ts';

const patienceMs = 60_000;

/** Lets relayed streams travel over the link to the server. They end with it. */
export const connectRelays = (socket: Socket, relays: Relays): void => {
  relays.bind(async (head, data) => {
    if (!socket.connected) return false;
    return socket
      .timeout(patienceMs)
      .emitWithAck(wireEvents.relay, head, data)
      .then(
        (taken) => taken === true,
        () => false,
      );
  });
  socket.on(wireEvents.relay, (raw: unknown, data: unknown, answer: unknown) => {
    const head = relayHeadSchema.safeParse(raw);
    const isPiece = Buffer.isBuffer(data) && data.length <= longestRelayPiece;
    const taken = head.success && isPiece ? relays.take(head.data, data) : Promise.resolve(false);
    void taken.then((reply) => typeof answer === 'function' && answer(reply));
  });
  socket.on('disconnect', () => relays.endAll());
};
