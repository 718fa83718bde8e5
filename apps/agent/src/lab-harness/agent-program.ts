import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { commands } from '@godwit/agent-protocol';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { createLog } from '../configuration/log.ts';
import { readLines } from '../hold/read-lines.ts';
import { createRunCommands, recoverRuns } from '../runs/index.ts';
import type { HarnessReply, HarnessRequest } from './harness-protocol.ts';

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
const context = { stateDir, channelAddress, criuPath, holdProgram, log: createLog('info'), send };
await recoverRuns(context);
const handlers: Record<string, (request: never) => Promise<unknown>> = createRunCommands(context);

const carryOut = async ({ id, command, body }: HarnessRequest): Promise<HarnessReply> => {
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
    void carryOut(JSON.parse(line) as HarnessRequest).then((reply) => client.write(`${JSON.stringify(reply)}\n`));
  });
}).listen(socketPath);
