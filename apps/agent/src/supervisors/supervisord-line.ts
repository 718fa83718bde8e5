import { createConnection, type Socket } from 'node:net';
import { encodeCall, parseAnswer, type XmlRpcValue } from '@godwit/host-facts';

const answerDeadlineMs = 10_000;

/**
 * A connection that supervisord has accepted and answered on. What is written to it while supervisord stands still is the
 * first thing that supervisord reads when it goes on; a new connection would have to be accepted first.
 */
export class SupervisordLine {
  readonly #socket: Socket;
  #text = '';
  #changed: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      this.#text += chunk;
      this.#changed();
    });
    socket.on('error', () => undefined).on('close', () => this.#changed());
  }

  /** Throws when supervisord does not answer. */
  static async open(socketPath: string): Promise<SupervisordLine> {
    const line = new SupervisordLine(createConnection(socketPath));
    const answer = line.answer();
    line.send('supervisor.getState', []);
    await answer.catch((error: unknown) => {
      line.close();
      throw error;
    });
    return line;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  send(method: string, parameters: readonly XmlRpcValue[]): void {
    const body = encodeCall(method, parameters);
    const length = Buffer.byteLength(body);
    const head = `POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: ${length}\r\n\r\n`;
    this.#socket.write(head + body);
  }

  /** The next answer. Throws when it does not come, or is a refusal. */
  async answer(deadlineMs = answerDeadlineMs): Promise<XmlRpcValue> {
    const end = performance.now() + deadlineMs;
    for (;;) {
      const found = this.#take();
      if (found !== null) return parseAnswer(found);
      const left = end - performance.now();
      if (left <= 0 || this.#socket.destroyed) throw new Error('supervisord gave no answer');
      await this.#wait(left);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(): string | null {
    const at = this.#text.indexOf('\r\n\r\n');
    if (at < 0) return null;
    const status = /^HTTP\/1\.\d (\d+)/.exec(this.#text)?.[1];
    if (status !== '200')
      throw new Error(status === '401' ? 'supervisord wants a password' : `supervisord answered ${status}`);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#text.slice(0, at))?.[1]);
    const body = this.#text.slice(at + 4);
    if (!Number.isFinite(length) || Buffer.byteLength(body) < length) return null;
    this.#text = '';
    return body;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#changed = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
