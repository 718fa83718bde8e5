import { request as httpsRequest } from 'node:https';
import { enrolRequestSchema, enrolResponseSchema, protocolVersion } from '@godwit/agent-protocol';
import { errorReportSchema, GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import { agentVersion } from '../configuration/agent-version.ts';
import { type Identity, writeIdentity } from '../configuration/identity-file.ts';
import type { JoinArguments } from '../configuration/parse-arguments.ts';
import { pinServer } from '../connection/tls/pin-server.ts';
import { pinnedAgent } from '../connection/tls/pinned-agent.ts';

const deadlineMs = 20_000;

/** Trades the one-time token for a credential of this host and stores it. The token is sent to the pinned server only. */
export const join = async (options: JoinArguments): Promise<Identity> => {
  const server = new URL(options.server).origin;
  const certificate = await pinServer(server, options.fingerprint);
  const body = enrolRequestSchema.parse({ protocolVersion, token: options.token, name: options.name, agentVersion });
  const answer = await post(new URL('/agent/enrol', server), certificate, JSON.stringify(body));
  const granted = readAnswer(answer);
  const { hostId, name, credential } = granted;
  const identity: Identity = {
    version: 1,
    server,
    fingerprint: options.fingerprint,
    certificate,
    hostId,
    name,
    credential,
  };
  writeIdentity(options['state-dir'], identity);
  return identity;
};

interface Answer {
  status: number;
  text: string;
}

const post = (url: URL, certificate: string, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const agent = pinnedAgent(certificate);
    const request = httpsRequest(url, { method: 'POST', agent, headers, timeout: deadlineMs }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        agent.destroy();
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.once('timeout', () => request.destroy(new Error(`no answer within ${deadlineMs / 1000} s`)));
    request.once('error', (cause) => reject(notReached(url, cause)));
    request.end(body);
  });

const notReached = (url: URL, cause: Error): GodwitError =>
  new GodwitError(
    {
      code: 'host-lost',
      message: `The server at ${url.origin} did not answer the enrolment: ${cause.message}.`,
      remedy: 'Try again; if the portal says that the token was used, make a new enrolment there.',
    },
    { cause },
  );

const readAnswer = (answer: Answer): z.infer<typeof enrolResponseSchema> => {
  const value = parseJson(answer.text);
  const granted = enrolResponseSchema.safeParse(value);
  if (answer.status === 200 && granted.success) return granted.data;
  const report = z.union([z.object({ error: errorReportSchema }), errorReportSchema]).safeParse(value);
  if (report.success) throw new GodwitError('error' in report.data ? report.data.error : report.data);
  throw new GodwitError({
    code: 'message-invalid',
    message: `The server answered the enrolment with status ${answer.status} and no text this agent understands.`,
    remedy: 'Use the agent that belongs to the version of the portal.',
  });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
