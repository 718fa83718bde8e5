import { viewerProcedure } from '../trpc.ts';
import { meOutput } from './me.schema.ts';

/** Who asks, and where this installation is. */
export const me = viewerProcedure.output(meOutput).query(({ ctx }) => {
  const { id, email, name, role, via } = ctx.caller;
  const { publicUrl, agentUrl } = ctx.settings;
  return { user: { id, email, name, role, via }, installation: { publicUrl, agentUrl, version: ctx.version } };
});
