import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { toErrorReport } from '@godwit/domain/errors';
import type { HoldMessage, HoldRequest } from './hold-protocol.ts';
import { readLines } from './read-lines.ts';

const keptMessages = 2000;

/**
 * The hold process's side of its socket. What it has to tell while no agent is connected is kept and told to the next one:
 * an agent that was killed and started again misses no change of state.
 */
export class HoldSocket {
  readonly #clients = new Set<Socket>();
  #untold: HoldMessage[] = [];

  constructor(handle: (request: HoldRequest) => Promise<unknown>, socketPath: string) {
    const server = createServer((client) => this.#welcome(client, handle));
    rmSync(socketPath, { force: true });
    server.listen(socketPath);
  }

  tell(message: HoldMessage): void {
    if (this.#clients.size === 0) this.#untold = [...this.#untold, message].slice(-keptMessages);
    for (const client of this.#clients) send(client, message);
  }

  #welcome(client: Socket, handle: (request: HoldRequest) => Promise<unknown>): void {
    const forget = () => void this.#clients.delete(client);
    client.on('error', forget).on('close', forget);
    this.#clients.add(client);
    for (const message of this.#untold) send(client, message);
    this.#untold = [];
    readLines(client, (line) => {
      const request = JSON.parse(line) as HoldRequest;
      handle(request).then(
        (result) => send(client, { id: request.id, ok: true, result }),
        (error: unknown) => send(client, { id: request.id, ok: false, error: toErrorReport(error) }),
      );
    });
  }
}

const send = (client: Socket, message: HoldMessage): void => void client.write(`${JSON.stringify(message)}\n`);
