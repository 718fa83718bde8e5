import type { IncomingMessage } from 'node:http';
import { GodwitError } from '@godwit/domain/errors';

/** The body as JSON. Throws `input-invalid` when it is longer than `limitBytes` or no JSON. */
export const readJsonBody = async (request: IncomingMessage, limitBytes: number): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw unreadable(`it is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw unreadable('it is no JSON');
  }
};

const unreadable = (why: string): GodwitError =>
  new GodwitError({ code: 'input-invalid', message: `The request was not read: ${why}.`, remedy: 'Send it as JSON.' });
