import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Settings } from '../settings/read-settings.ts';

export type WebHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The portal's pages: Next in this very process, so that there is one process and one port. */
export const createWebHandler = async (settings: Settings, server: Server): Promise<WebHandler> => {
  if (settings.withoutWeb) return nothingHere;
  const { default: next } = await import('next');
  const app = next({
    dev: settings.development,
    dir: settings.webDir,
    httpServer: server,
    hostname: settings.listen.host,
    port: settings.listen.port,
  });
  await app.prepare();
  return app.getRequestHandler();
};

const nothingHere: WebHandler = async (_request, response) => {
  response.writeHead(404, { 'content-type': 'text/plain' });
  response.end('The pages are switched off (NO_WEB).\n');
};
