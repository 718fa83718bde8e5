import { openImageDirectory } from '@godwit/criu-driver';
import { exploreImages } from '@godwit/criu-images';
import { GodwitError } from '@godwit/domain/errors';
import type { CommandHandler } from '../agent-context.ts';
import { withImages } from '../at-rest/index.ts';
import { RunStore } from '../runs/run-store.ts';
import { boundContents } from './bound-contents.ts';

/** Tells what a checkpoint of this host holds. Contents of memory and files are neither decoded nor sent. */
export const createExploreImages =
  (stateDir: string): CommandHandler<'explore-images'> =>
  async ({ checkpointId }) => {
    const paths = new RunStore(stateDir).checkpoint(checkpointId);
    // CRIU leaves its statistics in the directory it works in, not beside the images.
    const statistics = open(paths.work, checkpointId);
    return withImages(paths, (images) => {
      const opened = open(images, checkpointId);
      const read = (name: string) => opened.read(name) ?? (name === 'stats-dump' ? statistics.read(name) : null);
      return { contents: boundContents(exploreImages(read, opened.files)) };
    });
  };

const open = (directory: string, checkpointId: string): ReturnType<typeof openImageDirectory> => {
  try {
    return openImageDirectory(directory);
  } catch (cause) {
    throw missing(checkpointId, cause);
  }
};

const missing = (checkpointId: string, cause: unknown): GodwitError =>
  new GodwitError(
    {
      code: 'not-found',
      message: `This host has no images of the checkpoint ${checkpointId}.`,
      remedy: 'They may have been removed by hand. Discard the checkpoint in the portal, and dump the workload anew.',
    },
    { cause },
  );
