import { GodwitError } from '@godwit/domain/errors';
import { optionReachingOut, rehearsedOptions } from '@godwit/domain/rehearsal';

/**
 * The options with which a rehearsed copy is built, whatever the server asked for: its connections are closed, and it reaches nothing of this host.
 *
 * @throws GodwitError `command-refused` for an option that reaches beyond the rehearsal
 */
export const closedOptions = (options: readonly string[]): string[] => {
  const outside = optionReachingOut(options);
  if (outside === undefined) return rehearsedOptions({ dump: [], restore: [...options] }).restore;
  throw new GodwitError({
    code: 'command-refused',
    message: `The restore needs ${outside}, which reaches something of this host outside of a rehearsal, so none was begun.`,
    remedy: 'The workload can be moved without a rehearsal; its preflight says whether that will work.',
  });
};
