import { messages, type NumberedMessage } from '@godwit/agent-protocol';
import type { Logger } from 'pino';
import type { SendMessage } from '../agent-context.ts';
import type { Spool } from './spool/spool.ts';
import { isTaken } from './spool/spool-limit.ts';

/** How many messages may be on the way without an acknowledgement. */
const windowSize = 200;

export interface MessageLink {
  emit(message: NumberedMessage): void;
}

/** Carries messages from the spool to whatever link there is, in order, and resends after a new link. */
export class MessageSender {
  readonly #spool: Spool;
  readonly #log: Logger;
  #link: MessageLink | undefined;
  #sent = 0;
  #acknowledged = 0;
  #saidFull = false;

  constructor(spool: Spool, log: Logger) {
    this.#spool = spool;
    this.#log = log;
  }

  readonly send: SendMessage = async (type, body) => {
    if (!isTaken(type, this.#spool.pendingBytes)) {
      this.#sayFull();
      return false;
    }
    const parsed = messages[type].body.safeParse(body);
    if (!parsed.success) {
      // The server would refuse it for ever; our own fault must not stop what is under way.
      this.#log.error({ type, reason: parsed.error.message }, 'A message of this agent is malformed and was left out.');
      return false;
    }
    await this.#spool.append({ version: 1, at: new Date().toISOString(), type, body: parsed.data });
    this.#pump();
    return true;
  };

  /** A link is up and the server said which message it has stored last: goes on behind that one. */
  async open(link: MessageLink, lastStored: number): Promise<void> {
    await this.#forget(lastStored);
    this.#sent = lastStored;
    this.#link = link;
    this.#pump();
  }

  close(): void {
    this.#link = undefined;
  }

  /** The server has stored everything up to this number. */
  async acknowledge(number: number): Promise<void> {
    if (number <= this.#acknowledged) return;
    await this.#forget(number);
    this.#pump();
  }

  /** Tries again to write what a full disk kept back, and sends it. */
  async retry(): Promise<void> {
    await this.#spool.flush();
    this.#pump();
  }

  async #forget(number: number): Promise<void> {
    this.#acknowledged = number;
    await this.#spool.acknowledge(number);
    this.#saidFull = false;
  }

  #pump(): void {
    if (!this.#link) return;
    const free = windowSize - (this.#sent - this.#acknowledged);
    for (const message of free > 0 ? this.#spool.listAfter(this.#sent, free) : []) {
      this.#sent = message.number;
      this.#link.emit(message);
    }
  }

  #sayFull(): void {
    if (this.#saidFull) return;
    this.#saidFull = true;
    this.#log.warn('The spool is full: progress is left out until the server has taken what is waiting.');
  }
}
