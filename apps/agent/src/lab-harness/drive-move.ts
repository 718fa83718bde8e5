import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CarriedFiles, CommandResult } from '@godwit/agent-protocol';
import { type StopRule, usualStopRule } from '@godwit/domain/pre-copy';
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
  /** Of a container, which its runtime moves. */
  container?: { runtime: 'runc'; id: string };
  host?: string;
}

export interface MoveOptions {
  holdSeconds?: number;
  criuArguments?: string[];
  restoreArguments?: string[];
  runId?: string;
  files?: CarriedFiles;
  bandwidthBytesPerSecond?: number;
  mode?: 'pre-copy' | 'post-copy';
  keepCheckpoint?: true;
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
    const { serviceAddress, ports, cgroup, container } = this.#subject;
    const { pid, startTimeTicks, ids } = { ...this.#subject, ...pickFaults(this.#options) };
    const listeningPorts = ports.map((port) => ({ protocol: 6, port }));
    const { files, mode } = this.#options;
    const common = {
      ...this.key,
      ...(mode && { mode }),
      workloadKey: 'test',
      serviceAddress,
      listeningPorts,
      ...(files && { files }),
      ...(container && { container }),
    };
    const { host, port } = await this.destination.call('prepare-destination', {
      ...common,
      peerFingerprint: fingerprint ?? own.fingerprint,
      ...identify(this.source, own.identity),
      workloadName: 'test',
      cgroup,
      ids,
      expectedBytes: bytes ?? this.#subject.expectedBytes,
    });
    const peer = {
      peerFingerprint: theirs.fingerprint,
      ...identify(this.destination, theirs.identity),
      peerHost: host,
      peerPort: port,
    };
    const { bandwidthBytesPerSecond, keepCheckpoint } = this.#options;
    const rate = bandwidthBytesPerSecond === undefined ? {} : { bandwidthBytesPerSecond };
    const limit = { ...rate, ...(keepCheckpoint && { keepCheckpoint }) };
    await this.source.call('prepare-source', { ...common, ...peer, ...limit, pid, startTimeTicks });
  }

  /** Copies ahead what travels along. */
  async stage(): Promise<void> {
    while ((await this.source.call('stage-files', this.key)).state === 'copying');
  }

  /** In pre-copy: asks once how far the rounds are, which begins them. */
  askRounds(rule: Partial<StopRule> = {}): Promise<CommandResult<'pre-dump'>> {
    const { criuArguments = ['--tcp-established'], holdSeconds = 60 } = this.#options;
    const stopRule = { ...usualStopRule(this.#subject.expectedBytes), ...rule };
    return this.source.call('pre-dump', { ...this.key, criuArguments, stopRule, holdSeconds });
  }

  /** In pre-copy: copies the memory ahead, to the end of the rounds. */
  async copyAhead(rule?: Partial<StopRule>): Promise<CommandResult<'pre-dump'>> {
    for (;;) {
      const status = await this.askRounds(rule);
      if (status.state === 'done') return status;
    }
  }

  async dump(): Promise<void> {
    const { criuArguments = ['--tcp-established'], holdSeconds = 60 } = this.#options;
    await this.source.call('start-dump', { ...this.key, criuArguments, holdSeconds });
    await this.source.waitFor(this.runId, 'held');
    await this.destination.waitFor(this.runId, 'received');
  }

  async restore(): Promise<void> {
    const { restoreArguments: criuArguments = ['--tcp-established'] } = this.#options;
    await this.destination.call('start-restore', { ...this.key, criuArguments });
    await this.destination.waitFor(this.runId, 'held');
  }

  async commit(): Promise<void> {
    const bootId = this.source.statesOf(this.runId).at(-1)?.bootId ?? '';
    await this.source.call('commit-source', { ...this.key, bootId });
    await this.source.waitFor(this.runId, 'gone');
  }

  /** In post-copy: the tree is never to run again on the source; then the copy, whose pages follow. */
  async commitAndRelease(): Promise<void> {
    const bootId = this.source.statesOf(this.runId).at(-1)?.bootId ?? '';
    const { fenced } = await this.source.call('commit-source', { ...this.key, bootId });
    if (!fenced) throw new Error('the source does not stand behind its fence');
    await this.destination.call('release-copy', {
      ...this.key,
      gone: { ...this.key, sourceBootId: bootId, provedAt: fenced.provedAt, basis: 'fenced' },
    });
    await this.destination.waitFor(this.runId, 'released');
  }

  /** In post-copy: until the destination has written down that every page is there, which the source may know before it. */
  async waitForPages(): Promise<void> {
    const end = performance.now() + 60_000;
    while ((await this.destination.call('report-run', { runId: this.runId })).run?.pages?.complete !== true) {
      if (performance.now() > end) throw new Error('the pages did not come');
      await sleep(5);
    }
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
    await this.stage();
    if (this.#options.mode === 'pre-copy') await this.copyAhead();
    await this.dump();
    await this.restore();
    if (this.#options.mode === 'post-copy') {
      await this.commitAndRelease();
      await this.source.waitFor(this.runId, 'gone');
      await this.waitForPages();
      return this.finish();
    }
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

/** What the server passes on of an agent. */
export const identify = ({ host }: LabAgent, identity?: { publicKey: string; signature: string }) =>
  identity === undefined ? {} : { peerIdentity: { hostId: host, ...identity } };
