import { statfsSync } from 'node:fs';
import { z } from 'zod';
import { HashesAhead } from '../channel/hashes-ahead.ts';
import type { DestinationMessage, SentFile } from '../channel/messages.ts';
import { linkRounds } from '../channel/round-names.ts';
import { readAndSync } from '../channel/verify-images.ts';

const roundSchema = z.object({
  round: z.number().int().positive(),
  files: z.array(z.object({ name: z.string(), length: z.number().int().nonnegative() })),
});

/** The rounds of a pre-copy on the destination: each is pushed to the disk and read back while the tree still runs. */
export class PreCopyIntake {
  readonly #imagesDir: string;
  readonly hashes = new HashesAhead();

  constructor(imagesDir: string) {
    this.#imagesDir = imagesDir;
  }

  /**
   * @param finish waits until the round is written, and compares what is there with what was sent
   * @returns the answer to the source. Throws what is wrong with the round
   */
  async take(
    message: unknown,
    finish: (round: number, files: readonly SentFile[]) => Promise<void>,
  ): Promise<DestinationMessage> {
    const { round, files } = roundSchema.parse(message);
    await finish(round, files);
    const names = files.map(({ name }) => name);
    this.hashes.add(this.#imagesDir, names, () => readAndSync(this.#imagesDir, names));
    const { bavail, bsize } = statfsSync(this.#imagesDir);
    return { type: 'round-taken', round, freeBytes: bavail * bsize };
  }

  /** All is there: CRIU finds each round by a link. */
  link(rounds = 0): void {
    linkRounds(this.#imagesDir, rounds);
  }
}
