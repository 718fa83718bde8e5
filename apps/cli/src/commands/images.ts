import { openImageDirectory } from '@godwit/criu-driver';
import { exploreImages } from '@godwit/criu-images';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson } from '../reporters/json.ts';
import { reportNoInput } from '../reporters/report-no-input.ts';
import { printLines } from '../reporters/text.ts';
import { checkpointLines } from '../reporters/text-checkpoint.ts';

export interface ImagesOptions {
  directory: string;
  maps?: boolean;
  json?: boolean;
}

/** Tells what a directory of images holds. Exit 65 when an image is damaged, missing or foreign, 66 without a directory. */
export const images = async ({ directory, maps, json }: ImagesOptions): Promise<ExitCode> => {
  let opened: ReturnType<typeof openImageDirectory>;
  try {
    opened = openImageDirectory(directory);
  } catch (error) {
    return reportNoInput(directory, error, json === true);
  }
  const checkpoint = exploreImages(opened.read, opened.files);
  if (json) printJson({ version: 1, directory, ...checkpoint });
  else printLines(checkpointLines(checkpoint, { allMappings: maps === true }));
  return checkpoint.problems.length > 0 ? exitCodes.badData : exitCodes.ok;
};
