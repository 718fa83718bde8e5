import type { CommandResult } from '@godwit/agent-protocol';
import { openImageDirectory } from '@godwit/criu-driver';
import { describeRestore } from '@godwit/criu-images';
import { withImages } from '../at-rest/index.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { readKeptRecord } from './kept-record.ts';

/** A checkpoint of this host as if its tree ran. Contents of memory and files are not read. */
export const describeImagesOf = (paths: RunPaths): Promise<CommandResult<'describe-images'>> => {
  readKeptRecord(paths);
  return withImages(paths, (images) => {
    const { read, files } = openImageDirectory(images);
    return describeRestore(read, files, null);
  });
};
