import { type ErrorCode, type ErrorReport, GodwitError, toErrorReport } from '@godwit/domain/errors';
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { hasRole, type Role } from '../policies/roles.ts';
import type { RequestContext } from './context.ts';

/** What every failed call carries beside tRPC's own code: `error.data.godwit`. */
export type ErrorFace = ErrorReport;

const trpc = initTRPC.context<RequestContext>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error }) => {
    const godwit = toFace(error);
    const { stack: _stack, ...data } = shape.data;
    return { ...shape, message: godwit.message, data: { ...data, godwit } };
  },
  sse: {
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 30_000 },
    // Who listens is asked again at every reconnection, so an ended session stops hearing within this time.
    maxDurationMs: 5 * 60_000,
  },
});

export const router = trpc.router;

type TrpcCode = TRPCError['code'];

/** How each of our errors looks to tRPC, and so over HTTP. What is not here is a request that cannot be met as things are. */
const trpcCodes: Partial<Record<ErrorCode, TrpcCode>> = {
  'not-signed-in': 'UNAUTHORIZED',
  'role-missing': 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  'input-invalid': 'BAD_REQUEST',
  'token-invalid': 'FORBIDDEN',
  'run-in-progress': 'CONFLICT',
  'run-not-cancellable': 'CONFLICT',
  'deadline-reached': 'TIMEOUT',
  internal: 'INTERNAL_SERVER_ERROR',
};

const asTrpcError = (error: GodwitError): TRPCError =>
  new TRPCError({ code: trpcCodes[error.code] ?? 'PRECONDITION_FAILED', message: error.message, cause: error });

/** What a foreign error says is for the log only. */
const toFace = ({ cause, code, message }: TRPCError): ErrorReport => {
  if (cause instanceof GodwitError) return toErrorReport(cause);
  if (cause instanceof ZodError && code === 'BAD_REQUEST') return inputInvalid(cause);
  if (code === 'NOT_FOUND')
    return { code: 'not-found', message, remedy: 'Use the program that belongs to this server.' };
  if (code !== 'INTERNAL_SERVER_ERROR') return { code: 'input-invalid', message, remedy: 'Mend the request.' };
  return {
    code: 'internal',
    message: 'Something went wrong inside Godwit.',
    remedy: "Try again. If it stays, look into the server's log and report it.",
  };
};

const inputInvalid = ({ issues }: ZodError): ErrorReport => {
  const [first] = issues;
  const where = first?.path.join('.') || 'The input';
  return {
    code: 'input-invalid',
    message: `${where}: ${first?.message ?? 'not as expected'}.`,
    remedy: 'Mend it and try again.',
  };
};

/** Our own errors get their tRPC code; anything else is logged here, because the caller learns nothing of it. */
const mapErrors = trpc.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof GodwitError) throw asTrpcError(cause);
  if (result.error.code === 'INTERNAL_SERVER_ERROR')
    ctx.log.error({ err: cause ?? result.error, path }, 'A procedure failed.');
  return result;
});

export const publicProcedure = trpc.procedure.use(mapErrors);

const atLeast = (least: Role) =>
  publicProcedure.use(({ ctx, next }) => {
    const { caller } = ctx;
    if (caller === null) throw asTrpcError(notSignedIn());
    if (!hasRole(caller.role, least)) throw asTrpcError(roleMissing(caller.role, least));
    return next({ ctx: { ...ctx, caller } });
  });

export const viewerProcedure = atLeast('viewer');
export const operatorProcedure = atLeast('operator');
export const adminProcedure = atLeast('admin');

const notSignedIn = (): GodwitError =>
  new GodwitError({
    code: 'not-signed-in',
    message: 'You are not signed in, or your session has ended.',
    remedy: 'Sign in again; a script needs a token that is neither expired nor revoked.',
  });

const roleMissing = (has: Role, needs: Role): GodwitError =>
  new GodwitError({
    code: 'role-missing',
    message: `This needs the role ${needs}, and you have the role ${has}.`,
    remedy: 'Ask an administrator.',
  });
