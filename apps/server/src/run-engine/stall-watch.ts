/** Without a byte more on the line for so long it is dead, whatever it says. */
const lineMs = 60_000;
/** Images that are opened, compared or sealed stand on a disk: pushing a large one to it says nothing in between. */
const workMs = 600_000;

/** How far a transfer is, on both sides together. */
export interface TransferProgress {
  /** That arrived. */
  bytes: number;
  /** That were opened, hashed or sealed on either side. */
  worked: number;
}

/** Tells a transfer that stands still from one that works on its images while nothing is on the line. */
export class StallWatch {
  #seen: TransferProgress = { bytes: 0, worked: 0 };
  #grewAtMs: number;
  #patienceMs = lineMs;

  /** @param startMs on the clock of all later looks */
  constructor(startMs: number) {
    this.#grewAtMs = startMs;
  }

  /** @returns after how many milliseconds without anything it is given up; null while it is not */
  look({ bytes, worked }: TransferProgress, nowMs: number): number | null {
    const arrived = bytes > this.#seen.bytes;
    if (arrived || worked > this.#seen.worked) {
      this.#seen = { bytes, worked };
      this.#grewAtMs = nowMs;
      this.#patienceMs = arrived ? lineMs : workMs;
    }
    return nowMs - this.#grewAtMs > this.#patienceMs ? this.#patienceMs : null;
  }
}
