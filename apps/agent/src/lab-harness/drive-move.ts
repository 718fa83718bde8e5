import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LabAgent } from './lab-agent.ts';

export interface MoveSubject {
  /** Pid inside its host. */
  pid: number;
  startTimeTicks: number;
  serviceAddress: string | null;
  ports: number[];
  cgroup: string;
  expectedBytes: number;
  ids: number[];
}

export interface MoveOptions {
  holdSeconds?: number;
  criuArguments?: string[];
  runId?: string;
  /** Faults of the request. */
  startTimeTicks?: number;
  ids?: number[];
}

/** A move in the making, step by step as the server would order them. */
export class DrivenMove {
  readonly runId: string;
  readonly source: LabAgent;
  readonly destination: LabAgent;
  readonly #subject: MoveSubject;
  readonly #options: MoveOptions;
  epoch = 1;

  constructor(source: LabAgent, destination: LabAgent, subject: MoveSubject, options: MoveOptions = {}) {
    this.source = source;
    this.destination = destination;
    this.#subject = subject;
    this.#options = options;
    this.runId = options.runId ?? randomUUID();
  }

  get key() {
    return { runId: this.runId, epoch: this.epoch };
  }

  /** The parameters put a fault into the requests. */
  async prepare(fingerprint?: string, bytes?: number): Promise<void> {
    const [own, theirs] = await Promise.all([
      this.source.call('open-run', { ...this.key, side: 'source' }),
      this.destination.call('open-run', { ...this.key, side: 'destination' }),
    ]);
    const { serviceAddress, ports, cgroup } = this.#subject;
    const { pid, startTimeTicks, ids } = { ...this.#subject, ...pickFaults(this.#options) };
    const listeningPorts = ports.map((port) => ({ protocol: 6, port }));
    const common = { ...this.key, workloadKey: 'test', serviceAddress, listeningPorts };
    const { host, port } = await this.destination.call('prepare-destination', {
      ...common,
      peerFingerprint: fingerprint ?? own.fingerprint,
      workloadName: 'test',
      cgroup,
      ids,
      expectedBytes: bytes ?? this.#subject.expectedBytes,
    });
    const peer = { peerFingerprint: theirs.fingerprint, peerHost: host, peerPort: port };
    await this.source.call('prepare-source', { ...common, ...peer, pid, startTimeTicks });
  }

  async dump(): Promise<void> {
    const { criuArguments = ['--tcp-established'], holdSeconds = 60 } = this.#options;
    await this.source.call('start-dump', { ...this.key, criuArguments, holdSeconds });
    await this.source.waitFor(this.runId, 'held');
    await this.destination.waitFor(this.runId, 'received');
  }

  async restore(): Promise<void> {
    await this.destination.call('start-restore', { ...this.key, criuArguments: ['--tcp-established'] });
    await this.destination.waitFor(this.runId, 'held');
  }

  async commit(): Promise<void> {
    const bootId = this.source.statesOf(this.runId).at(-1)?.bootId ?? '';
    await this.source.call('commit-source', { ...this.key, bootId });
    await this.source.waitFor(this.runId, 'gone');
  }

  async release(): Promise<void> {
    const gone = this.source.statesOf(this.runId).findLast(({ state }) => state === 'gone');
    if (!gone?.goneProof) throw new Error('the source gave no proof');
    const { provedAt } = gone.goneProof;
    await this.source.call('drop-address', this.key);
    await this.destination.call('release-copy', {
      ...this.key,
      gone: { runId: this.runId, epoch: gone.epoch, sourceBootId: gone.bootId, provedAt, basis: 'journal' },
    });
    await this.destination.waitFor(this.runId, 'released');
  }

  async finish(): Promise<string[]> {
    const proof = await this.destination.call('prove-copy', this.key);
    if (!proof.passed) throw new Error(`the copy is not proved: ${proof.lines.join(' ')}`);
    const swept = await Promise.all([
      this.source.call('sweep-run', this.key),
      this.destination.call('sweep-run', this.key),
    ]);
    return [...proof.lines, ...swept.flatMap(({ removed }) => removed)];
  }

  /** Whatever state it is in. */
  async abandon(): Promise<void> {
    for (const agent of [this.source, this.destination]) if (!agent.isRunning) await agent.start();
    const body = { ...this.key, reason: 'The test is over.' };
    await this.source.call('give-source-back', body).catch(() => undefined);
    await this.destination.call('discard-copy', body).catch(() => undefined);
    await this.source.call('sweep-run', this.key).catch(() => undefined);
    await this.destination.call('sweep-run', this.key).catch(() => undefined);
  }

  async whole(): Promise<string[]> {
    await this.prepare();
    await this.dump();
    await this.restore();
    await this.commit();
    await this.release();
    return this.finish();
  }
}

/** Start time of a process, as the machine sees it: the same inside a lab host. */
export const startTimeOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
};

const pickFaults = ({ startTimeTicks, ids }: MoveOptions): Partial<Pick<MoveSubject, 'startTimeTicks' | 'ids'>> => ({
  ...(startTimeTicks === undefined ? {} : { startTimeTicks }),
  ...(ids === undefined ? {} : { ids }),
});
