import { parseLogLine } from '@godwit/criu-driver';
import type { RunEventData, Side } from '@godwit/domain/run';

type FilesMeasured = Extract<RunEventData, { type: 'files.measured' }>;

/** Every message costs the server some milliseconds, for which a workload that stands still would wait. */
const everyMs = 500;
const linesAtOnce = 300;
const mostKept = 20_000;

/** Collects what happens in a run and passes it on in batches, at most two a second. */
export class ProgressFeed {
  readonly #side: Side;
  readonly #send: (events: RunEventData[]) => void;
  #events: RunEventData[] = [];
  #lines: string[] = [];
  #bytes: { sentBytes: number; expectedBytes: number | null } | null = null;
  #lastBytes = { at: 0, sentBytes: 0 };
  #files: Omit<FilesMeasured, 'type' | 'side'> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(side: Side, send: (events: RunEventData[]) => void) {
    this.#side = side;
    this.#send = send;
  }

  enterPhase(phase: string): void {
    this.#events.push({ type: 'phase.entered', side: this.#side, phase });
    this.#schedule();
  }

  addLines(lines: readonly string[]): void {
    if (lines.length === 0) return;
    for (const line of lines) this.#lines.push(line);
    if (this.#lines.length > mostKept) this.#lines = shorten(this.#lines);
    this.#schedule();
  }

  /** `expectedBytes` null while there is no estimate. */
  measureBytes(sentBytes: number, expectedBytes: number | null): void {
    this.#bytes = { sentBytes, expectedBytes };
    this.#schedule();
  }

  /** Files that travel along; told with the next batch. */
  measureFiles(files: Omit<FilesMeasured, 'type' | 'side'>): void {
    this.#files = files;
    this.#schedule();
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const events = [...this.#events, ...this.#takeFiles(), ...this.#takeBytes(), ...this.#takeLines()];
    this.#events = [];
    for (let at = 0; at < events.length; at += 50) this.#send(events.slice(at, at + 50));
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), everyMs);
  }

  #takeBytes(): RunEventData[] {
    if (!this.#bytes) return [];
    const now = performance.now();
    const seconds = (now - this.#lastBytes.at) / 1000;
    const added = this.#bytes.sentBytes - this.#lastBytes.sentBytes;
    const bytesPerSecond = this.#lastBytes.at > 0 && seconds > 0 ? Math.max(0, added / seconds) : null;
    this.#lastBytes = { at: now, sentBytes: this.#bytes.sentBytes };
    const event = {
      type: 'progress.measured' as const,
      side: this.#side,
      ...this.#bytes,
      pagesWritten: null,
      bytesPerSecond,
    };
    this.#bytes = null;
    return [event];
  }

  #takeFiles(): RunEventData[] {
    if (!this.#files) return [];
    const event = { type: 'files.measured' as const, side: this.#side, ...this.#files };
    this.#files = null;
    return [event];
  }

  #takeLines(): RunEventData[] {
    if (this.#lines.length === 0) return [];
    const lines = shorten(this.#lines);
    this.#lines = [];
    return [{ type: 'log.appended', side: this.#side, lines }];
  }
}

/** Errors and warnings always stay; of a flood of others the first and the last are enough to follow. */
const shorten = (lines: readonly string[]): string[] => {
  if (lines.length <= linesAtOnce) return [...lines];
  const half = linesAtOnce / 3;
  const middle = lines.slice(half, -half);
  const loud = middle.filter((line) => parseLogLine(line).level !== 'info').slice(0, half);
  const left = middle.length - loud.length;
  return [...lines.slice(0, half), ...loud, `(${left} more lines are in the log on the host)`, ...lines.slice(-half)];
};
