/**
 * What `criu lazy-pages` asks of CRIU's page server (CRIU 4.2, page-xfer.c): heads of 32 bytes, a command in the low 16 bits of the
 * first word, then number of pages, address and process. Nothing follows a head.
 */
const headBytes = 32;
const commandOf = (head: Buffer): number => head.readUInt16LE(0);
const commands = { get: 7, close: 0x1023, forceClose: 0x1024 } as const;
const closing: readonly number[] = [commands.close, commands.forceClose];

/** A head that no page server knows: CRIU then fails as it should, and lets go of the tree. */
export const nonsenseRequest = (): Buffer => {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(0x7fff, 0);
  return head;
};

/**
 * Lets requests for pages through, and the order to close only once it may pass: CRIU on the source answers it by killing the tree,
 * also when somebody closes because the copy has died.
 */
export class PageRequests {
  #rest: Buffer = Buffer.alloc(0);
  #held: Buffer | null = null;
  #mayClose = false;
  readonly #pass: (request: Buffer) => void;
  /** The order to close has gone through. */
  closed = false;

  constructor(pass: (request: Buffer) => void) {
    this.#pass = pass;
  }

  /** Throws an Error for what is no request. */
  take(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= headBytes) {
      const head = this.#rest.subarray(0, headBytes);
      this.#rest = this.#rest.subarray(headBytes);
      this.#takeOne(head);
    }
  }

  /** From here on the order to close passes; one that came before passes now. */
  allowClose(): void {
    this.#mayClose = true;
    if (this.#held) this.#close(this.#held);
  }

  #takeOne(head: Buffer): void {
    const command = commandOf(head);
    if (command === commands.get) this.#pass(head);
    else if (!closing.includes(command)) throw new Error(`command ${command} is no request for pages`);
    else if (this.#mayClose) this.#close(head);
    else this.#held = Buffer.from(head);
  }

  #close(head: Buffer): void {
    this.#held = null;
    this.closed = true;
    this.#pass(head);
  }
}
