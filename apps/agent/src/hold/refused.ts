import { GodwitError } from '@godwit/domain/errors';

/** For a command that does not fit where a side stands. */
export const refused = (message: string): GodwitError =>
  new GodwitError({ code: 'command-refused', message, remedy: 'Look at the run in the portal for where it stands.' });
