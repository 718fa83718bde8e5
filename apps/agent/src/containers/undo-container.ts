import { deleteContainer } from '@godwit/criu-driver';
import { isContainerIdTaken, readContainerState } from '@godwit/host-facts';
import type { Made } from '../hold/journal-records.ts';

type MadeContainer = Extract<Made, { type: 'container' }>;

/**
 * Ends a container that a run restored and makes its runtime forget it. One of the same name from another bundle is
 * somebody else's, and stays; one without a state is what a restore left that was killed halfway.
 *
 * @returns what was removed; null when the runtime does not let it go, which is tried again later
 */
export const undoContainer = async ({ runtime, id, bundle }: MadeContainer): Promise<string | null> => {
  const said = `container ${id} of ${runtime}`;
  const state = readContainerState('runc', id);
  // podman's ids are made by chance: one that was free before the run is the run's.
  if (runtime === 'podman') return (await deleteContainer(runtime, id)) === null ? said : null;
  if (state === null ? !isContainerIdTaken(runtime, id) : state.bundle !== bundle) return said;
  return (await deleteContainer(runtime, id)) === null ? said : null;
};
