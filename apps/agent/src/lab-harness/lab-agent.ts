import { createConnection, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandRequest, CommandResult, CommandType, RelayHead, RunState } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { labLayout, spawnOn } from '../../../../tools/lab/index.mjs';
import { readLines } from '../hold/read-lines.ts';
import type { HarnessMessage, HarnessPiece, HarnessReply, HarnessRequest } from './harness-protocol.ts';

export interface LabAgentOptions {
  set: number;
  host: string;
  criuPath: string;
  /** Folder with the programs, below the lab's shared directory. */
  folder: string;
  stateDir?: string;
  /** State directory of the agent inside its host. */
  agentStateDir?: string;
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** An agent in a lab host, driven by a test in the place of a server. */
export class LabAgent {
  readonly host: string;
  readonly messages: HarnessMessage[] = [];
  readonly #options: LabAgentOptions;
  readonly #waiting = new Map<number, Waiting>();
  #socket: Socket | null = null;
  #next = 1;
  /** Carries a piece of a relayed stream to the other agent, in the place of the server. */
  onPiece: (head: RelayHead, data: string) => Promise<boolean> = async () => false;
  pid = 0;

  private constructor(options: LabAgentOptions) {
    this.#options = options;
    this.host = options.host;
  }

  static async start(options: LabAgentOptions): Promise<LabAgent> {
    const agent = new LabAgent(options);
    await agent.start();
    return agent;
  }

  get address(): string {
    const { set, stateDir, host } = this.#options;
    return labLayout(set, stateDir).hosts.find(({ name }) => name === host)?.address ?? '';
  }

  /** Starts it, again after a kill. */
  async start(): Promise<void> {
    const { set, host, criuPath, folder, stateDir, agentStateDir = '/var/lib/godwit-agent' } = this.#options;
    const name = `${host}.sock`;
    const inside = `/srv/shared/${path.basename(folder)}`;
    const argv = [process.execPath, `${inside}/agent.js`, agentStateDir, this.address, criuPath, `${inside}/${name}`];
    const logFile = `/srv/shared/${path.basename(folder)}/${host}.log`;
    const started = await spawnOn(set, host, argv, { stateDir, logFile, cgroup: '/godwit/agent' });
    this.pid = started.pid;
    this.#socket = await connect(path.join(folder, name));
    readLines(this.#socket, (line) => this.#take(JSON.parse(line) as HarnessReply));
    this.#socket.on('error', () => undefined).on('close', () => this.#lose());
  }

  get isRunning(): boolean {
    return this.#socket !== null && !this.#socket.destroyed;
  }

  /** SIGKILL, as from the kernel. */
  kill(): void {
    process.kill(this.pid, 'SIGKILL');
  }

  call<T extends CommandType>(command: T, body: CommandRequest<T>): Promise<CommandResult<T>> {
    return this.#ask((id) => ({ id, command, body })) as Promise<CommandResult<T>>;
  }

  /** A piece of a relayed stream for this agent. @returns whether it was taken */
  pass(head: RelayHead, data: string): Promise<boolean> {
    return this.#ask((id) => ({ piece: { id, head, data } })) as Promise<boolean>;
  }

  #ask(request: (id: number) => HarnessRequest): Promise<unknown> {
    if (!this.isRunning) return Promise.reject(new Error(`the agent on ${this.host} is dead`));
    const id = this.#next++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#tell(request(id));
    return answer;
  }

  #tell(request: HarnessRequest): void {
    this.#socket?.write(`${JSON.stringify(request)}\n`);
  }

  async #carry({ id, head, data }: HarnessPiece): Promise<void> {
    this.#tell({ passed: id, taken: await this.onPiece(head, data).catch(() => false) });
  }

  /** The states of a run in the order in which they were told. */
  statesOf(runId: string): RunState[] {
    const bodies = this.messages.map((message) => (message.type === 'run.state-changed' ? message.body : null));
    return bodies.filter((body) => body !== null).filter((body) => body.runId === runId);
  }

  /** Waits for a state of a run; fails early when the side ends otherwise. */
  async waitFor(runId: string, ...wanted: RunState['state'][]): Promise<RunState> {
    const ends = ['given-back', 'failed', 'discarded', 'gone', 'released'];
    for (const end = performance.now() + 60_000; performance.now() < end; await sleep(2)) {
      const states = this.statesOf(runId);
      const found = states.findLast(({ state }) => wanted.includes(state));
      if (found) return found;
      const last = states.at(-1);
      const why = states.findLast(({ reason }) => reason !== undefined);
      if (last && ends.includes(last.state))
        throw new Error(`${this.host} is ${last.state}: ${why?.reason}\n${why?.logTail?.join('\n')}`);
    }
    throw new Error(
      `${this.host} did not come to ${wanted.join(' or ')}: ${JSON.stringify(this.statesOf(runId).at(-1))}`,
    );
  }

  #take(reply: HarnessReply): void {
    if ('message' in reply) {
      this.messages.push(reply.message);
      return;
    }
    if ('piece' in reply) return void this.#carry(reply.piece);
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.result);
    else waiting?.reject(new GodwitError(reply.error));
  }

  #lose(): void {
    this.#socket?.destroy();
    for (const { reject } of this.#waiting.values()) reject(new Error(`the agent on ${this.host} died`));
    this.#waiting.clear();
  }
}

const connect = async (socketPath: string): Promise<Socket> => {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(20)) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const trial = createConnection(socketPath);
      trial.once('connect', () => resolve(trial)).once('error', () => resolve(null));
    });
    if (socket) return socket;
  }
  throw new Error(`Nobody listens at ${socketPath}.`);
};
