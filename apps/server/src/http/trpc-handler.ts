import type { IncomingMessage, RequestListener } from 'node:http';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { fromNodeHeaders } from 'better-auth/node';
import { readCaller } from '../auth/read-caller.ts';
import { trustedOrigins } from '../auth/trusted-origins.ts';
import type { ServerParts } from '../parts.ts';
import type { RequestContext } from '../procedures/context.ts';
import { appRouter } from '../procedures/router.ts';

const largestBodyBytes = 1024 * 1024;

/** Answers /api/trpc. Who asks is found out once per request, before any procedure. */
export const createTrpcHandler = (parts: ServerParts): RequestListener => {
  const origins = trustedOrigins(parts.settings);
  return createHTTPHandler({
    router: appRouter,
    basePath: '/api/trpc/',
    maxBodySize: largestBodyBytes,
    createContext: async ({ req }): Promise<RequestContext> => ({
      ...parts,
      caller: await readCaller({ ...parts, origins }, { headers: headersOf(req), method: req.method ?? 'GET' }),
    }),
  });
};

const headersOf = (request: IncomingMessage): Headers => fromNodeHeaders(request.headers);
