import { statSync } from 'node:fs';
import { type HostFacts, known } from '@godwit/domain/facts';
import { attempt } from '../procfs/read-text.ts';
import { isExecutable } from './is-executable.ts';

/** Whether the program at a path is there and may be started. `path` is null when nobody named one and none was found. */
export const readCriuProgram = (path: string | null): NonNullable<HostFacts['criuProgram']> => {
  if (path === null) return known({ path, state: 'absent' });
  return attempt(path, () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return { path, state: 'absent' };
    return { path, state: found.isFile() && isExecutable(path) ? 'there' : 'not-executable' };
  });
};
