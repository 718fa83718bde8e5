import { errorReportSchema, GodwitError } from '@godwit/domain/errors';
import type { AppRouter } from '@godwit/server/router-type';
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import superjson from 'superjson';

export type Portal = TRPCClient<AppRouter>;

const needed = (name: string, what: string, environment: NodeJS.ProcessEnv): string => {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new GodwitError({
    code: 'input-invalid',
    message: `${name} is not set, so there is no portal to ask.`,
    remedy: `Set ${name} to ${what}.`,
  });
};

const portalAddress = (environment: NodeJS.ProcessEnv): URL => {
  const text = needed('GODWIT_URL', 'the address of the portal, for example http://127.0.0.1:4747', environment);
  if (URL.canParse(text)) return new URL('/api/trpc', text);
  throw new GodwitError({
    code: 'input-invalid',
    message: `GODWIT_URL is ${text}, which is no address.`,
    remedy: 'Set it to the address of the portal, for example http://127.0.0.1:4747.',
  });
};

/** A client of the portal named by GODWIT_URL, which shows the API token of GODWIT_TOKEN. Throws `input-invalid`. */
export const openPortal = (environment = process.env): Portal => {
  const url = portalAddress(environment);
  const token = needed('GODWIT_TOKEN', 'an API token made on the Tokens page of the portal', environment);
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url, transformer: superjson, headers: { authorization: `Bearer ${token}` } })],
  });
};

/** The innermost reason: fetch itself only says that it failed. */
const deepestMessage = (error: Error): string =>
  error.cause instanceof Error ? deepestMessage(error.cause) : error.message;

const unreachable = (error: Error): GodwitError =>
  new GodwitError(
    {
      code: 'channel-broken',
      message: `The portal did not answer: ${deepestMessage(error)}.`,
      remedy:
        'Check GODWIT_URL and that the portal runs, then try again. A run that was started goes on without this command.',
    },
    { cause: error },
  );

/** What the portal refused, with its own words and code; anything else is a broken connection. */
const translate = (error: unknown): unknown => {
  if (!(error instanceof TRPCClientError)) return error;
  const data: unknown = error.data;
  const report = errorReportSchema.safeParse(
    typeof data === 'object' && data !== null && 'godwit' in data ? data.godwit : null,
  );
  return report.success ? new GodwitError(report.data, { cause: error }) : unreachable(error);
};

/** Makes one call and turns its failure into a GodwitError. */
export const ask = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await call;
  } catch (error) {
    throw translate(error);
  }
};
