import { isSeizeLine } from '@godwit/criu-driver';
import { isUnfreezeLine } from './pre-dump-criu.ts';

/** Looks that no round of a pre-copy holds the tree for longer than the plan allows: from the first task that is seized until all run again. */
export class StandstillWatch {
  readonly #seconds: number | undefined;
  readonly #onLate: (why: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /**
   * @param seconds undefined: as long as it takes
   * @param onLate is told why, as the end of "It was ended because ..."
   */
  constructor(seconds: number | undefined, onLate: (why: string) => void) {
    this.#seconds = seconds;
    this.#onLate = onLate;
  }

  /** A line of CRIU's log, without its time stamp. */
  read(text: string): void {
    if (isUnfreezeLine(text)) this.end();
    else if (isSeizeLine(text)) this.#begin();
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #begin(): void {
    const seconds = this.#seconds;
    if (this.#timer || this.#isOver || seconds === undefined) return;
    const late = () => this.#onLate(`the tree stood still for longer than the ${seconds} s that the plan allows`);
    this.#timer = setTimeout(late, seconds * 1000);
  }
}
