import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { commands } from '@godwit/agent-protocol';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { createLog } from '../configuration/log.ts';
import { readLines } from '../hold/read-lines.ts';
import { Relays } from '../relay/relays.ts';
import { createRunCommands, recoverRuns } from '../runs/index.ts';
import type { HarnessCommand, HarnessPiece, HarnessReply, HarnessRequest } from './harness-protocol.ts';

/**
 * The run commands of an agent without its server: a test gives the commands over a Unix socket and is told the messages.
 * Arguments: state directory, address of the channel, path of CRIU, path of the socket.
 */
const [stateDir = '', channelAddress = '', criuPath = '', socketPath = ''] = process.argv.slice(2);
const clients = new Set<Socket>();
const untold: HarnessReply[] = [];

const tell = (reply: HarnessReply): void => {
  if (clients.size === 0) untold.push(reply);
  for (const client of clients) client.write(`${JSON.stringify(reply)}\n`);
};

const holdProgram = path.join(path.dirname(process.argv[1] ?? ''), 'hold.js');
const send = async (type: string, body: unknown) => {
  tell({ message: { type, body } as never });
  return true;
};
const relays = new Relays();
const onTheWay = new Map<number, (taken: boolean) => void>();
let nextPiece = 1;
relays.bind(
  (head, data) =>
    new Promise((resolve) => {
      const id = nextPiece++;
      onTheWay.set(id, resolve);
      tell({ piece: { id, head, data: data.toString('base64') } });
    }),
);
const context = { relays, stateDir, channelAddress, criuPath, holdProgram, log: createLog('info'), send };
await recoverRuns(context);
const handlers: Record<string, (request: never) => Promise<unknown>> = createRunCommands(context);

const takePiece = async ({ id, head, data }: HarnessPiece): Promise<HarnessReply> => ({
  id,
  ok: true,
  result: await relays.take(head, Buffer.from(data, 'base64')),
});

const carryOut = async ({ id, command, body }: HarnessCommand): Promise<HarnessReply> => {
  try {
    const definition = commands[command];
    const handler = handlers[command];
    if (!handler) throw new GodwitError({ code: 'command-refused', message: `no handler for ${command}`, remedy: '' });
    const result = await handler(definition.request.parse(body) as never);
    return { id, ok: true, result: definition.result.parse(result) };
  } catch (error) {
    return { id, ok: false, error: toErrorReport(error) };
  }
};

rmSync(socketPath, { force: true });
createServer((client) => {
  clients.add(client);
  client.on('error', () => clients.delete(client)).on('close', () => clients.delete(client));
  for (const reply of untold.splice(0)) client.write(`${JSON.stringify(reply)}\n`);
  readLines(client, (line) => {
    const request = JSON.parse(line) as HarnessRequest;
    if ('passed' in request) return onTheWay.get(request.passed)?.(request.taken);
    const replying = 'piece' in request ? takePiece(request.piece) : carryOut(request);
    void replying.then((reply) => client.write(`${JSON.stringify(reply)}\n`));
  });
}).listen(socketPath);
