import pino, { type DestinationStream, type Logger } from 'pino';

const secretFields = ['token', 'credential', 'password', 'privateKey', 'key', 'pem', 'authorization', 'auth'];
const depths = ['', '*.', '*.*.'];

/** A line that cannot be written, on a full disk for instance, is lost; it must not end the agent. */
const stderr = (): DestinationStream => pino.destination(2).on('error', () => undefined);

/**
 * The agent's log: JSON lines on stderr. Fields that could hold a secret are blanked at three depths.
 *
 * @param level pino level, default `info`
 */
export const createLog = (level = 'info', destination: DestinationStream = stderr()): Logger =>
  pino(
    {
      level,
      base: { process: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: depths.flatMap((depth) => secretFields.map((field) => depth + field)), censor: '[secret]' },
    },
    destination,
  );
