import { GodwitError } from '@godwit/domain/errors';
import type { Purpose } from '@godwit/domain/verdict';
import type { ExitCode } from '../exit-codes.ts';
import { readBundle } from '../host/bundle-file.ts';
import { collectBundle } from '../host/collect-bundle.ts';
import { reportVerdict } from './judge.ts';

export interface PreflightOptions {
  pid?: number;
  for: Purpose;
  destination?: string;
  serviceAddress?: string;
  criu?: string;
  json?: boolean;
}

/** Reads a running tree and judges it. Nothing is stopped or changed. */
export const preflight = async (options: PreflightOptions): Promise<ExitCode> => {
  const { pid } = options;
  if (pid === undefined) {
    throw new GodwitError({
      code: 'input-invalid',
      message: 'It was not said what to judge.',
      remedy: 'Name a running process with --pid, or a directory of images with --images.',
    });
  }
  if (options.for === 'move' && options.destination === undefined) {
    throw new GodwitError({
      code: 'destination-missing',
      message: 'A move cannot be judged without its destination: most of what stops a move is seen only there.',
      remedy: 'Collect a bundle on the destination with `godwit collect --answering`, and give it with --destination.',
    });
  }
  const destination = options.destination === undefined ? undefined : readBundle(options.destination);
  const source = await collectBundle({ criu: options.criu, pid, hash: options.for === 'move' });
  const { for: purpose, serviceAddress } = options;
  return reportVerdict({ source, destination, purpose, serviceAddress }, options.json === true);
};
