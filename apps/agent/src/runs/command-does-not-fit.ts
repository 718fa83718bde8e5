import { GodwitError } from '@godwit/domain/errors';

/** For a command that the state of this side does not allow. */
export const commandDoesNotFit = (state: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `This side of the run is "${state}", to which this command does not fit. Nothing was done.`,
    remedy: 'Look at the run in the portal for where it stands.',
  });
