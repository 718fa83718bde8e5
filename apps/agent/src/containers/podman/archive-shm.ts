import { listNames } from '../../files/list-names.ts';
import { archiveRoot } from '../root-archive.ts';

/**
 * Writes what a container has in its /dev/shm into an archive, if there is something. podman does so only after the checkpoint (4.3.1,
 * devshm-checkpoint.tar), which in a move nobody waits for.
 */
export const archiveShm = async (directory: string, file: string): Promise<void> => {
  if (listNames(directory).length > 0) await archiveRoot(directory, file);
};
