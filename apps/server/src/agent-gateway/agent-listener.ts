import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { createServer as createNetServer, type Server as NetServer } from 'node:net';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import type { Store } from '@godwit/history-store';
import type { Logger } from 'pino';
import { listenOn } from '../http/listen-on.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import type { ListenAddress } from '../settings/listen-address.ts';
import type { ServerCertificate } from '../state/certificates.ts';
import { enrolHost } from './enrol-host.ts';

const largestBodyBytes = 16 * 1024;

interface ListenerParts {
  store: Store;
  certificate: ServerCertificate;
  log: Logger;
  now: () => Date;
}

/** The TLS server for agents. It answers nothing but enrolments; connected agents speak through socket.io on it. */
export const createAgentServer = (parts: ListenerParts): HttpsServer => {
  const { chain, key } = parts.certificate;
  const server = createHttpsServer({ cert: chain, key, minVersion: 'TLSv1.2' });
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/agent/ws')) return;
    void answer(parts, request, response);
  });
  return server;
};

/** Opens every address; each hands its connections to the one TLS server. */
export const listenForAgents = async (server: HttpsServer, addresses: ListenAddress[]): Promise<NetServer[]> => {
  const doors = addresses.map((address) => ({
    address,
    door: createNetServer((socket) => server.emit('connection', socket)),
  }));
  for (const { door, address } of doors) await listenOn(door, address);
  return doors.map(({ door }) => door);
};

const answer = async (parts: ListenerParts, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    if (request.method !== 'POST' || request.url !== '/agent/enrol') throw nothingHere();
    const body = await readJsonBody(request, largestBodyBytes);
    send(response, 200, await enrolHost(parts.store, body, parts.now()));
  } catch (error) {
    if (!(error instanceof GodwitError)) parts.log.error({ err: error }, 'An enrolment failed.');
    const report = toErrorReport(error);
    send(response, statusOf(report.code), { error: report });
  }
};

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const statusOf = (code: string): number => {
  if (code === 'internal') return 500;
  return code === 'not-found' ? 404 : 400;
};

const nothingHere = (): GodwitError =>
  new GodwitError({
    code: 'not-found',
    message: 'This is the address for agents; there is nothing else here.',
    remedy: 'Open the portal at its own address.',
  });
