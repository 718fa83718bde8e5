import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { appRouter } from './procedures/router.ts';

/** The one thing of the server that a browser or a script may import: types, no code. */
export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
export type { LiveEvent } from './procedures/live/live-events.schema.ts';
export type { ErrorFace } from './procedures/trpc.ts';
