import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import { isExecutable } from '../program/is-executable.ts';
import { programEnvironment } from '../program/program-environment.ts';

/** Absolute path of a container runtime of the system. Throws `command-refused` when it is not installed. */
export const findRuntime = (name: string): string => {
  const places = (programEnvironment.PATH ?? '').split(':').map((directory) => path.join(directory, name));
  const found = places.find(isExecutable);
  if (found !== undefined) return found;
  throw new GodwitError({
    code: 'command-refused',
    message: `The container runtime ${name} is not installed on this host, so nothing was started.`,
    remedy: `Install ${name} on this host.`,
  });
};
