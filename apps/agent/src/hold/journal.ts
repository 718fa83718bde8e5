import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import type { RunState } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import {
  type DestinationState,
  destinationTransitions,
  type Side,
  type SourceState,
  sourceTransitions,
} from '@godwit/domain/run';
import { readBootId } from '../configuration/boot-id.ts';
import { syncFolder } from '../configuration/write-file-durably.ts';
import { bootMs } from './boot-clock.ts';
import type { AnyState, JournalRecord, Made, NewRecord, RunFacts, StateDetails } from './journal-records.ts';
import type { RunPaths } from './run-paths.ts';

const lasting: ReadonlySet<JournalRecord['kind']> = new Set(['opened', 'epoch', 'state']);

/**
 * The journal of one side of a run: lines that are on disk before what they say is acted upon. One process writes it at a
 * time: the hold process while it lives, else the agent. A last line that a crash cut short does not count.
 */
export class Journal {
  readonly #fd: number;
  readonly #records: JournalRecord[];
  /** Bytes of whole lines when a crash left part of one behind them: cut off before the next is written. */
  #wholeBytes: number | null;
  readonly bootId = readBootId();

  private constructor(fd: number, { records, wholeBytes }: WholeLines) {
    this.#fd = fd;
    this.#records = records;
    this.#wholeBytes = wholeBytes;
  }

  static open(paths: RunPaths): Journal {
    const isNew = !existsSync(paths.journal);
    const fd = openSync(paths.journal, isNew ? 'ax' : 'a', 0o600);
    if (isNew) syncFolder(paths.dir);
    return new Journal(fd, readWhole(paths.journal));
  }

  /**
   * Writes records. Changes of state are on the disk when this returns. What is only true for this boot (facts, and what was
   * made: packet rules, addresses, cgroups) need only outlive our processes, which the page cache does.
   */
  append(...records: NewRecord[]): void {
    if (this.#wholeBytes !== null) ftruncateSync(this.#fd, this.#wholeBytes);
    this.#wholeBytes = null;
    const stamp = { at: new Date().toISOString(), bootMs: bootMs(), bootId: this.bootId };
    const full = records.map((record) => ({ ...stamp, ...record }) as JournalRecord);
    this.#write(full.map((record) => `${JSON.stringify(record)}\n`).join(''));
    if (records.some(({ kind }) => lasting.has(kind))) fdatasyncSync(this.#fd);
    this.#records.push(...full);
  }

  /** A full disk may take a part of a line: it is cut off before the next one. */
  #write(lines: string): void {
    const { size } = fstatSync(this.#fd);
    try {
      writeFileSync(this.#fd, lines);
    } catch (error) {
      this.#wholeBytes = size;
      throw error;
    }
  }

  /** Moves to a state. Throws for a change that the protocol does not know: that is a fault of ours. */
  enter(state: AnyState, details: StateDetails = {}): void {
    const next: readonly AnyState[] =
      this.side === 'source'
        ? sourceTransitions[this.state as SourceState]
        : destinationTransitions[this.state as DestinationState];
    if (!next.includes(state))
      throw new Error(`The journal is at "${this.state}", from which "${state}" does not follow.`);
    this.append({ kind: 'state', state, details });
  }

  /** Refuses a command of an older server, remembers a newer one. Throws `epoch-stale`. */
  checkEpoch(epoch: number): void {
    if (epoch < this.epoch) throw stale(epoch, this.epoch);
    if (epoch > this.epoch) this.append({ kind: 'epoch', epoch });
  }

  get isOpened(): boolean {
    return this.#records.length > 0;
  }

  get side(): Side {
    return this.#records.find((record) => record.kind === 'opened')?.side ?? 'source';
  }

  get epoch(): number {
    return this.#records.findLast((record) => record.kind === 'epoch' || record.kind === 'opened')?.epoch ?? 0;
  }

  get state(): AnyState {
    return this.#records.findLast((record) => record.kind === 'state')?.state ?? 'opened';
  }

  /** Every state so far, in order. */
  get states(): AnyState[] {
    return this.#records.filter((record) => record.kind === 'state').map((record) => record.state);
  }

  get facts(): RunFacts {
    const found = this.#records.filter((record) => record.kind === 'facts').map((record) => record.facts);
    return Object.assign({}, ...found) as RunFacts;
  }

  /** Boot in which the last state was entered. */
  get stateBootId(): string {
    return (
      this.#records.findLast((record) => record.kind === 'state' || record.kind === 'opened')?.bootId ?? this.bootId
    );
  }

  /** What was made, or was about to be, and is not known to be removed; last made first. */
  get standing(): Made[] {
    const standing = new Map<string, Made>();
    for (const record of this.#records) {
      if (record.kind === 'making') standing.set(JSON.stringify(record.made), record.made);
      if (record.kind === 'removed') standing.delete(JSON.stringify(record.made));
    }
    return [...standing.values()].reverse();
  }

  making(...all: Made[]): void {
    this.append(...all.map((made) => ({ kind: 'making' as const, made })));
  }

  removed(made: Made): void {
    this.append({ kind: 'removed', made });
  }

  /** The state as the server is told it, with the details of earlier states that still hold. */
  report(runId: string): RunState {
    const states = this.#records.filter((record) => record.kind === 'state');
    const last = states.at(-1) ?? this.#records[0];
    const { dumped, heldPids, goneProof, released, rehearsed } = Object.assign(
      {},
      ...states.map(({ details }) => details),
    ) as StateDetails;
    const lasting = { dumped, heldPids, goneProof, released, rehearsed };
    const { pages } = this.facts;
    const own = { ...(pages && { pages }), ...(last?.kind === 'state' ? last.details : {}) };
    const where = { bootId: last?.bootId ?? this.bootId, bootMs: last?.bootMs ?? 0 };
    return { runId, epoch: this.epoch, side: this.side, state: this.state, ...where, ...lasting, ...own };
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Reads the journal of a run as it is now, without keeping it open. Throws `epoch-stale` for an older epoch. */
export const readJournal = (paths: RunPaths, epoch?: number): Journal => {
  const journal = Journal.open(paths);
  try {
    if (epoch !== undefined) journal.checkEpoch(epoch);
    return journal;
  } finally {
    journal.close();
  }
};

interface WholeLines {
  records: JournalRecord[];
  wholeBytes: number | null;
}

const readWhole = (file: string): WholeLines => {
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').filter(Boolean);
  return {
    records: lines.map((line) => JSON.parse(line) as JournalRecord),
    wholeBytes: whole.length < text.length ? Buffer.byteLength(whole) : null,
  };
};

const stale = (epoch: number, seen: number): GodwitError =>
  new GodwitError({
    code: 'epoch-stale',
    message: `The command carries epoch ${epoch}, but this run already follows epoch ${seen}.`,
    remedy: 'Nothing is to be done: another server process drives the run now.',
  });
