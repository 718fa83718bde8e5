import type { RunState } from '@godwit/agent-protocol';
import type { FactBundle, Workload } from '@godwit/domain/facts';
import type { Side } from '@godwit/domain/run';
import { buildBundle, buildDestination } from '../builders/build-bundle.ts';
import { FakeAgent, type FakeAgentOptions } from './fake-agent.ts';

type StateName = RunState['state'];
type Details = Partial<Omit<RunState, 'runId' | 'side' | 'state'>>;

/** A step that a side takes by itself after a command: the states it enters, each after a moment. */
const momentMs = 5;

/**
 * A host whose agent plays both sides of a move as they should be played, with a journal in memory that outlives a lost
 * link. A test breaks it by giving another answer to a command, or by entering another state.
 */
export class FakeHost extends FakeAgent {
  readonly journal = new Map<string, RunState>();
  /** The host to which this one sends its images. */
  peer: FakeHost | undefined;
  bundle: FactBundle;
  #bootMs = 1000;

  constructor(options: FakeAgentOptions) {
    super(options);
    this.bundle = buildBundle({ host: { hostname: options.name } });
    this.#playFacts();
    this.#playSource();
    this.#playDestination();
    this.#playBoth();
  }

  /** The workloads of the host, as its agent would list them. */
  list(...workloads: Workload[]): void {
    this.tell('workloads.listed', { workloads });
  }

  /** Writes a state into the journal and tells it. */
  enter(runId: string, state: StateName, details: Details = {}): RunState {
    const before = this.journal.get(runId);
    const side: Side = before?.side ?? 'source';
    this.#bootMs += 10;
    const epoch = before?.epoch ?? 1;
    const next: RunState = {
      ...before,
      ...details,
      runId,
      side,
      epoch,
      state,
      bootId: this.bootId,
      bootMs: this.#bootMs,
    };
    this.journal.set(runId, next);
    this.tell('run.state-changed', next);
    return next;
  }

  stateOf(runId: string): StateName | undefined {
    return this.journal.get(runId)?.state;
  }

  /** Enters states one after the other, unless something else happened in between. */
  async walk(runId: string, ...steps: (StateName | [StateName, Details])[]): Promise<void> {
    for (const step of steps) {
      const before = this.stateOf(runId);
      await new Promise((resolve) => setTimeout(resolve, momentMs));
      if (this.stateOf(runId) !== before) return;
      const [state, details] = typeof step === 'string' ? [step, {}] : step;
      this.enter(runId, state, details);
    }
  }

  #playFacts(): void {
    this.answer('collect-facts', () => ({ bundle: this.bundle }));
    this.answer('answer-questions', () => ({ bundle: buildDestination({ host: { hostname: this.name } }) }));
    this.answer('remove-nonces', ({ nonces }) => ({ removed: nonces.length }));
  }

  #playSource(): void {
    this.answer('prepare-source', ({ runId }) => {
      if (this.stateOf(runId) === 'opened') this.enter(runId, 'prepared');
      return { prepared: true };
    });
    this.answer('start-dump', ({ runId }) => {
      this.enter(runId, 'dumping');
      void this.#dump(runId);
      return { accepted: true };
    });
    this.answer('commit-source', ({ runId }) => {
      if (this.stateOf(runId) !== 'held') return { state: this.#settled(runId) };
      this.enter(runId, 'committed');
      void this.walk(runId, ['gone', { goneProof: { tasks: 0, provedAt: new Date().toISOString() } }]);
      return { state: 'committed' };
    });
    this.answer('drop-address', () => ({ dropped: true }));
    this.answer('give-source-back', ({ runId, reason }) => {
      if (!['given-back', 'committed', 'gone'].includes(this.stateOf(runId) ?? '')) {
        this.enter(runId, 'aborted', { reason });
        this.enter(runId, 'given-back', { reason });
      }
      return { state: this.#settled(runId) };
    });
  }

  async #dump(runId: string): Promise<void> {
    await this.peer?.walk(runId, 'receiving', 'received');
    const dumped = { frozenUs: 41_000, imageBytes: 1_000_000, frozenAtBootMs: this.#bootMs };
    await this.walk(runId, ['held', { dumped }]);
  }

  #settled(runId: string): 'aborted' | 'given-back' | 'committed' | 'gone' {
    const state = this.stateOf(runId);
    return state === 'committed' || state === 'gone' || state === 'given-back' ? state : 'aborted';
  }

  #playDestination(): void {
    this.answer('prepare-destination', ({ runId }) => {
      if (this.stateOf(runId) === 'opened') this.enter(runId, 'prepared');
      return { host: '127.0.0.1', port: 4000 };
    });
    this.answer('start-restore', ({ runId }) => {
      this.enter(runId, 'restoring');
      void this.walk(runId, ['held', { heldPids: [100] }]);
      return { accepted: true };
    });
    this.answer('release-copy', ({ runId }) => {
      this.enter(runId, 'releasing');
      void this.walk(runId, ['released', { released: { switchOverUs: 123_000, runningAtBootMs: this.#bootMs } }]);
      return { accepted: true };
    });
    this.answer('discard-copy', ({ runId, reason }) => {
      if (this.stateOf(runId) !== 'discarded') this.enter(runId, 'discarded', { reason });
      return { state: 'discarded' };
    });
    this.answer('prove-copy', () => ({ passed: true, lines: ['memory: same'] }));
  }

  #playBoth(): void {
    this.answer('open-run', ({ runId, side, epoch }) => {
      if (!this.journal.has(runId)) {
        this.journal.set(runId, { runId, side, epoch, state: 'opened', bootId: this.bootId, bootMs: this.#bootMs });
        this.enter(runId, 'opened');
      }
      return { fingerprint: side === 'source' ? 'a'.repeat(64) : 'b'.repeat(64) };
    });
    this.answer('report-run', ({ runId }) => ({ run: this.journal.get(runId) ?? null }));
    this.answer('keep-images', () => ({ kept: null, removed: [] }));
    this.answer('sweep-run', ({ runId }) => {
      if (this.journal.has(runId)) this.enter(runId, 'swept');
      return { removed: ['drop rules'] };
    });
  }
}
