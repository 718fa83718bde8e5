import {
  type CommandReply,
  type Handshake,
  heartbeatSeconds,
  lostAfterSeconds,
  type MessageBody,
  protocolVersion,
  wireEvents,
} from '@godwit/agent-protocol';
import type { Logger } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { agentVersion } from '../configuration/agent-version.ts';
import type { Identity } from '../configuration/identity-file.ts';
import type { Relays } from '../relay/relays.ts';
import { connectRelays } from './connect-relays.ts';
import { isOwnFailure, readRefusal, refusedRetryMs } from './connection-refusal.ts';
import type { MessageSender } from './message-sender.ts';
import type { Spool } from './spool/spool.ts';
import { pinnedAgent } from './tls/pinned-agent.ts';

/** After a link that the server ended itself. */
const serverRetryMs = 2000;

const numberSchema = z.union([z.number().int().nonnegative(), z.object({ number: z.number().int().nonnegative() })]);

export interface ConnectionOptions {
  identity: Identity;
  bootId: string;
  spool: Spool;
  sender: MessageSender;
  dispatch: (command: unknown) => Promise<CommandReply>;
  describe: () => MessageBody<'host.heartbeat'>;
  /** Called after every new link, once the server has said what it has. */
  onConnected: () => void;
  /** Streams to other agents, which go over this link. */
  relays: Relays;
  log: Logger;
  /** Milliseconds between two tries after a stated refusal. */
  refusedRetryMs?: number;
}

/** The one link to the server: tried for ever, with back-off and jitter, over TLS that believes the pinned certificate only. */
export class ServerConnection {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket;
  #heartbeat: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #beatsAreAnswered = false;
  #aligned = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = io(options.identity.server, {
      path: '/agent/ws',
      transports: ['websocket'],
      autoConnect: false,
      // engine.io hands this to `ws`, and `ws` to the request; its type only knows the browser's `true`.
      agent: pinnedAgent(options.identity.certificate) as unknown as boolean,
      auth: (give) => give({ ...this.#handshake() }),
      reconnection: true,
      reconnectionAttempts: Number.POSITIVE_INFINITY,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      randomizationFactor: 0.5,
      timeout: 10_000,
    });
    this.#listen();
  }

  start(): void {
    this.#socket.connect();
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#down();
    this.#socket.disconnect();
  }

  #handshake(): Handshake {
    const { identity, bootId, spool } = this.#options;
    const { hostId, credential } = identity;
    return { protocolVersion, hostId, credential, bootId, agentVersion, oldestSpooled: spool.oldest };
  }

  #listen(): void {
    const { log, dispatch } = this.#options;
    connectRelays(this.#socket, this.#options.relays);
    this.#socket.on('connect', () => this.#up());
    this.#socket.on('disconnect', (reason) => {
      this.#down();
      log.warn({ reason }, 'The link to the server is down.');
      // After these socket.io leaves it to us.
      if (reason === 'io server disconnect') this.#retryIn(serverRetryMs);
    });
    this.#socket.on('connect_error', (error) => this.#refused(error));
    this.#socket.on(wireEvents.acknowledged, (raw: unknown) => void this.#acknowledged(raw));
    this.#socket.on(wireEvents.command, (raw: unknown, answer: unknown) => {
      void dispatch(raw).then((reply) => {
        if (typeof answer === 'function') answer(reply);
      });
    });
  }

  #up(): void {
    this.#options.log.info({ server: this.#options.identity.server }, 'Connected to the server.');
    this.#aligned = false;
    this.#unanswered = 0;
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatSeconds * 1000);
    this.#beat();
  }

  #down(): void {
    clearInterval(this.#heartbeat);
    this.#options.sender.close();
  }

  async #acknowledged(raw: unknown): Promise<void> {
    const parsed = numberSchema.safeParse(raw);
    if (!parsed.success) {
      this.#options.log.warn('The server acknowledged something that is no number.');
      return;
    }
    const number = typeof parsed.data === 'number' ? parsed.data : parsed.data.number;
    if (this.#aligned) return this.#options.sender.acknowledge(number);
    this.#aligned = true;
    await this.#options.sender.open({ emit: (message) => this.#socket.emit(wireEvents.message, message) }, number);
    this.#options.onConnected();
  }

  #beat(): void {
    if (this.#beatsAreAnswered && this.#unanswered >= lostAfterSeconds / heartbeatSeconds) {
      this.#cut();
      return;
    }
    this.#unanswered += 1;
    void this.#options.sender
      .retry()
      .catch((error) => this.#options.log.error({ error }, 'The spool cannot be written.'));
    const body = this.#options.describe();
    const at = new Date().toISOString();
    this.#socket.emit(wireEvents.message, { version: 1, number: 0, at, type: 'host.heartbeat', body }, () => {
      this.#unanswered = 0;
      this.#beatsAreAnswered = true;
    });
  }

  /** A link that was cut without a word would otherwise be noticed only when TCP gives up. */
  #cut(): void {
    this.#options.log.warn('The server no longer answers on this link; a new one is made.');
    this.#socket.io.engine.close();
  }

  #refused(error: Error): void {
    const refusal = readRefusal(error);
    if (!refusal) {
      this.#options.log.warn({ reason: error.message }, 'The server cannot be reached; trying again.');
      return;
    }
    // socket.io takes every answer for a refusal and does not try again by itself.
    if (isOwnFailure(refusal)) {
      this.#options.log.warn({ reason: refusal.message }, 'The server cannot say who this is just now; trying again.');
      this.#retryIn(serverRetryMs);
      return;
    }
    const { code, message, remedy } = refusal;
    this.#options.log.error({ code, remedy }, `The server refuses this agent: ${message}`);
    this.#retryIn(this.#options.refusedRetryMs ?? refusedRetryMs);
  }

  #retryIn(ms: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#socket.connect(), ms * (0.75 + Math.random() / 2));
  }
}
