import type { ServerResponse } from 'node:http';
import { countUsers } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';

/** 200 when the server can answer and reaches its database, else 503. */
export const answerHealth = async ({ store, version }: ServerParts, response: ServerResponse): Promise<void> => {
  const ready = await countUsers(store.database).then(
    () => true,
    () => false,
  );
  response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ ok: ready, version }));
};
