import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import type { NamedContainer } from '../containers/container-target.ts';

/** The parts of config.json with which a runtime reaches out of a scene, or for what a scene has not got. */
const reachSchema = z.looseObject({
  hooks: z.record(z.string(), z.array(z.unknown()).nullish()).nullish(),
  linux: z
    .looseObject({
      namespaces: z.array(z.looseObject({ type: z.string(), path: z.string().optional() })).nullish(),
      resources: z.looseObject({ devices: z.unknown() }).nullish(),
    })
    .nullish(),
});

/** Throws `command-refused` for a container whose runtime cannot be shut into a scene. */
export const requireRehearsable = (container: NamedContainer | undefined): void => {
  if (container?.runtime === 'crun') throw refused('is one of crun, which cannot be told to keep it to itself');
};

/**
 * A config.json with which runc reaches nothing outside of the scene. Its limits are left out: the control groups of a scene have no
 * controllers. Throws `command-refused` for hooks, which are programs of this host, and for namespaces that are named by a path.
 */
export const closeSpec = (spec: Record<string, unknown>): Record<string, unknown> => {
  const { hooks, linux, ...others } = reachSchema.parse(spec);
  if (Object.values(hooks ?? {}).some((stage) => (stage ?? []).length > 0)) throw refused('has hooks');
  const joined = linux?.namespaces?.find(({ path }) => path !== undefined && path !== '');
  if (joined) throw refused(`joins the ${joined.type} namespace ${joined.path}`);
  const { devices } = linux?.resources ?? {};
  return { ...others, linux: { ...linux, resources: devices === undefined ? {} : { devices } } };
};

const refused = (why: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The container ${why}, so it would reach something of this host outside of a rehearsal, and none was begun.`,
    remedy: 'The container can be moved without a rehearsal; its preflight says whether that will work.',
  });
