import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunState } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { identify, type MoveSubject } from './drive-move.ts';
import type { LabAgent } from './lab-agent.ts';

interface Way {
  host: string;
  port: number;
}

/** A rehearsal in the making, step by step as the server would order them. */
export class DrivenRehearsal {
  readonly runId = randomUUID();
  readonly source: LabAgent;
  readonly destination: LabAgent;
  readonly #subject: MoveSubject;
  readonly #writtenPaths: string[];
  #isOver = false;

  constructor(source: LabAgent, destination: LabAgent, subject: MoveSubject, writtenPaths: string[] = []) {
    this.source = source;
    this.destination = destination;
    this.#subject = subject;
    this.#writtenPaths = writtenPaths;
  }

  get key() {
    return { runId: this.runId, epoch: 1 };
  }

  /** @param closed there is no way to the destination at first: opens another one */
  async prepare(closed?: () => Promise<Way>): Promise<void> {
    const own = await this.source.call('open-run', { ...this.key, side: 'source' });
    const theirs = await this.destination.call('open-run', { ...this.key, side: 'destination' });
    const { pid, startTimeTicks, ids, expectedBytes, container } = this.#subject;
    const common = { ...this.key, workloadKey: 'test', expectedBytes, ...(container && { container }) };
    const { host, port } = await this.destination.call('rehearse-destination', {
      ...common,
      peerFingerprint: own.fingerprint,
      ...identify(this.source, own.identity),
      workloadName: 'test',
      ids,
      writtenPaths: this.#writtenPaths,
      restoreArguments: ['--tcp-established'],
    });
    const identity = identify(this.destination, theirs.identity);
    const connect = ({ host: peerHost, port: peerPort }: Way) =>
      this.source.call('rehearse-source', {
        ...common,
        peerFingerprint: theirs.fingerprint,
        ...identity,
        peerHost,
        peerPort,
        pid,
        startTimeTicks,
      });
    if (closed) await expectUnreachable(connect({ host, port: 1 }));
    await connect(closed ? await closed() : { host, port });
  }

  /** @returns the source once it runs on */
  async dump(): Promise<RunState> {
    await this.start();
    return this.source.waitFor(this.runId, 'given-back');
  }

  async start(): Promise<void> {
    await this.source.call('start-dump', { ...this.key, criuArguments: ['--tcp-established'], holdSeconds: 30 });
  }

  /** @returns the destination once the copy stands there */
  built(): Promise<RunState> {
    return this.destination.waitFor(this.runId, 'held');
  }

  /** Whatever state it is in, and however often somebody dies while asked, as a server does it. @returns what was swept */
  async end(): Promise<string[]> {
    if (this.#isOver) return [];
    for (const deadline = performance.now() + 20_000; ; await sleep(50)) {
      try {
        const removed = await this.#tryToEnd();
        this.#isOver = true;
        return removed;
      } catch (error) {
        if (performance.now() > deadline) throw error;
      }
    }
  }

  async #tryToEnd(): Promise<string[]> {
    for (const agent of [this.source, this.destination]) if (!agent.isRunning) await agent.start();
    const body = { ...this.key, reason: 'The rehearsal is over.' };
    await this.destination.call('discard-copy', body);
    await this.source.call('give-source-back', body);
    const swept = await Promise.all([
      this.source.call('sweep-run', this.key),
      this.destination.call('sweep-run', this.key),
    ]);
    return swept.flatMap(({ removed }) => removed);
  }
}

const expectUnreachable = async (connecting: Promise<unknown>): Promise<void> => {
  const code = await connecting.then(
    () => 'none',
    (error: unknown) => (error instanceof GodwitError ? error.code : String(error)),
  );
  if (code !== 'channel-broken') throw new Error(`the source should not have got through, and said ${code}`);
};
