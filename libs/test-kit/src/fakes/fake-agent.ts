import { request as httpsRequest } from 'node:https';
import {
  acknowledgedSchema,
  type CommandRequest,
  type CommandResult,
  type CommandType,
  commandEnvelopeSchema,
  commands,
  enrolResponseSchema,
  type MessageBody,
  type MessageType,
  type NumberedMessage,
  protocolVersion,
  type RelayHead,
  wireEvents,
} from '@godwit/agent-protocol';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { io, type Socket } from 'socket.io-client';

type Answerer<T extends CommandType> = (request: CommandRequest<T>) => CommandResult<T> | Promise<CommandResult<T>>;
type AnyAnswerer = (request: unknown) => unknown;

export interface FakeAgentOptions {
  url: string;
  name: string;
  bootId?: string;
  /** Other handshake fields than an honest agent would send. */
  handshake?: Record<string, unknown>;
}

/** An agent that speaks the real protocol over TLS and does what a test tells it. It keeps its spool in memory. */
export class FakeAgent {
  readonly name: string;
  readonly url: string;
  bootId: string;
  hostId = '';
  credential = '';
  /** Every command that came, in order. */
  readonly received: { type: string; body: unknown }[] = [];
  handshake: Record<string, unknown>;
  /** Every piece of a relayed stream that came through the server. */
  readonly relayed: { head: unknown; data: Buffer }[] = [];
  #socket: Socket | undefined;
  #spool: NumberedMessage[] = [];
  #next = 1;
  readonly #answerers = new Map<string, AnyAnswerer>();

  constructor({ url, name, bootId = `boot-${name}`, handshake = {} }: FakeAgentOptions) {
    this.url = url;
    this.name = name;
    this.bootId = bootId;
    this.handshake = handshake;
  }

  /** Trades a one-time token for a credential. Throws what the server answered otherwise. */
  async enrol(token: string): Promise<void> {
    const body = { protocolVersion, token, name: this.name, agentVersion: '0.0.0' };
    const answer = await post(`${this.url}/agent/enrol`, body);
    const granted = enrolResponseSchema.safeParse(answer);
    if (!granted.success) throw Object.assign(new Error('refused'), { answer });
    this.hostId = granted.data.hostId;
    this.credential = granted.data.credential;
  }

  /** Resolves when the server has said what it has stored; rejects with what it said when it refused. */
  async connect(): Promise<void> {
    const socket = io(this.url, {
      path: '/agent/ws',
      transports: ['websocket'],
      reconnection: false,
      rejectUnauthorized: false,
      forceNew: true,
      auth: { ...this.#identify(), ...this.handshake },
    });
    this.#socket = socket;
    socket.on(wireEvents.command, (raw: unknown, answer: (reply: unknown) => void) => void this.#obey(raw, answer));
    socket.on(wireEvents.relay, (head: unknown, data: Buffer, answer: (taken: boolean) => void) => {
      this.relayed.push({ head, data });
      answer(true);
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
      socket.on(wireEvents.acknowledged, (raw: unknown) => {
        this.#forget(acknowledgedSchema.parse(raw).number);
        resolve();
      });
    });
    for (const message of this.#spool) socket.emit(wireEvents.message, message);
  }

  /** The link is cut, as if the agent were dead; what it tells meanwhile waits in its spool. */
  disconnect(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  get isConnected(): boolean {
    return this.#socket?.connected ?? false;
  }

  /** Whether the server has everything that was told. */
  get spooled(): number {
    return this.#spool.length;
  }

  /** Numbers, spools and sends a message. Gives the message, so that a test can send it again. */
  tell<T extends MessageType>(type: T, body: MessageBody<T>): NumberedMessage {
    const message = { version: 1 as const, number: this.#next, at: new Date().toISOString(), type, body };
    this.#next += 1;
    this.#spool.push(message);
    this.emitRaw(message);
    return message;
  }

  beat(): void {
    const body = { bootId: this.bootId, loadOne: 0, memoryAvailableBytes: 1, runs: [] };
    this.emitRaw({ version: 1, number: 0, at: new Date().toISOString(), type: 'host.heartbeat', body });
  }

  /** Sends a piece of a relayed stream. @returns whether the other end took it */
  async pass(head: RelayHead, data: Buffer): Promise<boolean> {
    return (await this.#socket?.timeout(10_000).emitWithAck(wireEvents.relay, head, data)) === true;
  }

  /** Sends anything at all. */
  emitRaw(message: unknown): void {
    this.#socket?.emit(wireEvents.message, message);
  }

  /** How a command is answered from now on. */
  answer<T extends CommandType>(type: T, answerer: Answerer<T>): void {
    this.#answerers.set(type, answerer as AnyAnswerer);
  }

  /** How a command is answered now, for a test that puts something before or behind it. */
  answerOf(type: CommandType): (request: unknown) => unknown {
    const answerer = this.#answerers.get(type);
    if (answerer === undefined) throw new Error(`No answer to ${type} is set.`);
    return answerer;
  }

  countOf(type: CommandType): number {
    return this.received.filter((command) => command.type === type).length;
  }

  #identify() {
    return {
      protocolVersion,
      hostId: this.hostId,
      credential: this.credential,
      bootId: this.bootId,
      agentVersion: '0.0.0',
      oldestSpooled: this.#spool[0]?.number ?? this.#next,
    };
  }

  #forget(number: number): void {
    this.#spool = this.#spool.filter((message) => message.number > number);
    this.#next = Math.max(this.#next, number + 1);
  }

  async #obey(raw: unknown, answer: (reply: unknown) => void): Promise<void> {
    const { type, body } = commandEnvelopeSchema.parse(raw);
    this.received.push({ type, body });
    try {
      answer({ ok: true, result: await this.#carryOut(type, body) });
    } catch (error) {
      answer({ ok: false, error: toErrorReport(error) });
    }
  }

  #carryOut(type: string, body: unknown): unknown {
    const answerer = this.#answerers.get(type);
    if (answerer === undefined || !Object.hasOwn(commands, type)) {
      throw new GodwitError({ code: 'command-refused', message: `No answer to ${type}.`, remedy: 'Give it one.' });
    }
    return answerer(commands[type as CommandType].request.parse(body));
  }
}

const post = (url: string, body: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const request = httpsRequest(
      url,
      { method: 'POST', headers, rejectUnauthorized: false, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      },
    );
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });
