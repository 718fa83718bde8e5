import type { Logger } from 'pino';

type Process = Pick<NodeJS.Process, 'on' | 'exit'>;

/** A fault of the program itself (sysexits(3), EX_SOFTWARE). */
const faultCode = 70;

/** Nothing but SIGKILL ends this process without a line in its log: neither a forgotten rejection nor an end it chose itself. */
export const leaveLastWords = (log: Logger, self: Process = process): void => {
  // A rejection that nobody handles comes here as well.
  self.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'A fault of the agent itself ends it. Runs go on in their own processes.');
    self.exit(faultCode);
  });
  self.on('exit', (code) => log.info({ code }, 'The agent has ended.'));
};
