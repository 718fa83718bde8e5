import { randomUUID } from 'node:crypto';
import type { Server as HttpsServer } from 'node:https';
import { commandReplySchema, commands, wireEvents } from '@godwit/agent-protocol';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { findHost, recordConnected, type Store } from '@godwit/history-store';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import type { AgentLink } from './agent-link.ts';
import { alignNumbers } from './align-numbers.ts';
import { type Authenticated, authenticate } from './authenticate.ts';
import { passRelayed } from './pass-relayed.ts';
import { answerInvalid, hostNotConnected, noAnswer } from './refusals.ts';
import { RelayTable } from './relay-table.ts';
import { type Sender, storeMessage, storeTogether } from './store-message.ts';

const defaultTimeoutMs = 30_000;
/** A bundle of a large tree is a few megabytes. */
const largestMessageBytes = 64 * 1024 * 1024;

/** Messages of one host that came while others were stored are stored together, at most so many. */
const mostTogether = 50;

interface Arrived {
  raw: unknown;
  answer: unknown;
}

interface GatewayParts {
  store: Store;
  log: Logger;
  now: () => Date;
}

/** The agents' connections: lets them in, stores what they say, gives them commands. */
export class AgentGateway implements AgentLink {
  readonly #parts: GatewayParts;
  readonly #io: Server;
  readonly #sockets = new Map<string, Socket>();
  readonly #names = new Map<string, string>();
  readonly #relays = new RelayTable();

  constructor(parts: GatewayParts, server: HttpsServer) {
    this.#parts = parts;
    this.#io = new Server(server, {
      path: '/agent/ws',
      serveClient: false,
      transports: ['websocket'],
      perMessageDeflate: false,
      allowEIO3: false,
      maxHttpBufferSize: largestMessageBytes,
      pingInterval: 5000,
      pingTimeout: 10_000,
    });
    this.#io.use((socket, next) => {
      this.#admit(socket).then(
        () => next(),
        (error: unknown) => next(toConnectError(error)),
      );
    });
    this.#io.on('connection', (socket) => void this.#welcome(socket));
  }

  isConnected = (hostId: string): boolean => this.#sockets.get(hostId)?.connected ?? false;

  disconnect = (hostId: string): void => {
    this.#sockets.get(hostId)?.disconnect(true);
  };

  call: AgentLink['call'] = async (hostId, type, request, options = {}) => {
    const socket = this.#sockets.get(hostId);
    if (!socket?.connected) throw hostNotConnected(await this.#nameOf(hostId));
    const name = await this.#nameOf(hostId);
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const body: unknown = commands[type].request.parse(request);
    const envelope = { version: 1, commandId: randomUUID(), type, body };
    const raw = await this.#ask(socket, envelope, { type, timeoutMs, name });
    const reply = commandReplySchema.safeParse(raw);
    if (!reply.success) throw answerInvalid(type);
    if (!reply.data.ok) throw new GodwitError(reply.data.error);
    const result = commands[type].result.safeParse(reply.data.result);
    if (!result.success) throw answerInvalid(type);
    if (type === 'open-relay') this.#relays.open((body as { runId: string }).runId, hostId);
    return result.data as never;
  };

  async close(): Promise<void> {
    await this.#io.close();
  }

  async #nameOf(hostId: string): Promise<string> {
    return this.#names.get(hostId) ?? (await findHost(this.#parts.store.database, hostId))?.name ?? 'The host';
  }

  async #ask(
    socket: Socket,
    envelope: object,
    { type, timeoutMs, name }: { type: string; timeoutMs: number; name: string },
  ): Promise<unknown> {
    const gone = new AbortController();
    const onGone = () => gone.abort();
    socket.once('disconnect', onGone);
    try {
      return await Promise.race([
        socket.timeout(timeoutMs).emitWithAck(wireEvents.command, envelope),
        new Promise((_, reject) => {
          gone.signal.addEventListener('abort', () => reject(hostNotConnected(name)), { once: true });
        }),
      ]);
    } catch (error) {
      if (error instanceof GodwitError) throw error;
      throw noAnswer(type, timeoutMs / 1000);
    } finally {
      socket.off('disconnect', onGone);
    }
  }

  async #admit(socket: Socket): Promise<void> {
    socket.data.authenticated = await authenticate(this.#parts.store.database, socket.handshake.auth);
  }

  async #welcome(socket: Socket): Promise<void> {
    const { host, handshake } = socket.data.authenticated as Authenticated;
    const { store, log, now } = this.#parts;
    this.#sockets.get(host.id)?.disconnect(true);
    this.#sockets.set(host.id, socket);
    this.#names.set(host.id, host.name);
    this.#listen(socket, { id: host.id, name: host.name });
    try {
      const last = await store.inTransaction(async (database) => {
        const { bootId, agentVersion } = handshake;
        await recordConnected(database, { id: host.id, bootId, agentVersion, now: now() });
        return alignNumbers(database, host, handshake.oldestSpooled);
      });
      log.info({ host: host.name, bootId: handshake.bootId }, 'An agent connected.');
      socket.emit(wireEvents.acknowledged, { number: last });
    } catch (error) {
      log.error({ err: error, host: host.name }, 'An agent could not be welcomed.');
      socket.disconnect(true);
    }
  }

  #listen(socket: Socket, sender: Sender): void {
    passRelayed(socket, sender.id, { table: this.#relays, socketOf: (hostId) => this.#sockets.get(hostId) });
    const waiting: Arrived[] = [];
    let work: Promise<void> = Promise.resolve();
    socket.on(wireEvents.message, (raw: unknown, answer: unknown) => {
      waiting.push({ raw, answer });
      work = work.then(() => this.#storeWaiting(socket, sender, waiting.splice(0, mostTogether)));
    });
    socket.on('disconnect', (reason) => {
      if (this.#sockets.get(sender.id) === socket) this.#sockets.delete(sender.id);
      this.#parts.log.info({ host: sender.name, reason }, 'An agent went away.');
    });
  }

  /** In their order. After a failure of ours the link is cut: the agent comes back and sends again. */
  async #storeWaiting(socket: Socket, sender: Sender, arrived: Arrived[]): Promise<void> {
    if (arrived.length === 0 || !socket.connected) return;
    try {
      const raws = arrived.map(({ raw }) => raw);
      const number = arrived.length > 1 ? await storeTogether(this.#parts, sender, raws) : null;
      if (number !== null) socket.emit(wireEvents.acknowledged, { number });
      else for (const one of arrived) await this.#store(socket, sender, one);
    } catch (error) {
      this.#parts.log.error({ err: error, host: sender.name }, 'Messages could not be stored.');
      socket.disconnect(true);
    }
  }

  async #store(socket: Socket, sender: Sender, { raw, answer }: Arrived): Promise<void> {
    if (!socket.connected) return;
    try {
      const number = await storeMessage(this.#parts, sender, raw);
      if (typeof answer === 'function') answer({ number: number ?? 0 });
      if (number !== null) socket.emit(wireEvents.acknowledged, { number });
    } catch (error) {
      this.#parts.log.error({ err: error, host: sender.name }, 'A message could not be stored.');
      socket.disconnect(true);
    }
  }
}

/** socket.io hands `data` to the agent. */
const toConnectError = (error: unknown): Error => {
  const report = toErrorReport(error);
  return Object.assign(new Error(report.message), { data: report });
};
