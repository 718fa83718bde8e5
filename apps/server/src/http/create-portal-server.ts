import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { toNodeHandler } from 'better-auth/node';
import type { ServerParts } from '../parts.ts';
import { answerHealth } from './answer-health.ts';
import { createTrpcHandler } from './trpc-handler.ts';
import { createWebHandler, type WebHandler } from './web-handler.ts';

/** The one server for people and scripts: procedures, sign-in, health, and everything else the portal's pages. */
export const createPortalServer = async (parts: ServerParts): Promise<Server> => {
  // A subscription lasts as long as its page.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 65_000 });
  const trpc = createTrpcHandler(parts);
  const auth = toNodeHandler(parts.auth);
  const web = await createWebHandler(parts.settings, server);
  server.on('request', (request, response) => {
    try {
      route({ parts, trpc, auth, web }, request, response);
    } catch (error) {
      parts.log.error({ err: error, url: request.url }, 'A request broke.');
      response.destroy();
    }
  });
  return server;
};

interface Routes {
  parts: ServerParts;
  trpc: RequestListener;
  auth: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  web: WebHandler;
}

const route = ({ parts, trpc, auth, web }: Routes, request: IncomingMessage, response: ServerResponse): void => {
  // Whatever a client says about its own address is replaced by what the socket says: rate limits count by it.
  request.headers['x-real-ip'] = request.socket.remoteAddress ?? '';
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'same-origin');
  const path = request.url ?? '/';
  if (path.startsWith('/api/trpc/')) trpc(request, response);
  else if (path.startsWith('/api/auth/')) void settle(parts, response, auth(request, response));
  else if (path === '/healthz') void settle(parts, response, answerHealth(parts, response));
  else void settle(parts, response, web(request, response));
};

const settle = async ({ log }: ServerParts, response: ServerResponse, work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    log.error({ err: error }, 'A request broke.');
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
};
