import { deleteContainer } from '@godwit/criu-driver';
import type { HoldContext } from '../hold/hold-context.ts';
import { undoStanding } from '../hold/undo.ts';
import { isStillKnown } from './container-target.ts';
import { placedBundles } from './place-bundle.ts';

/**
 * After the end of a container that went elsewhere: its runtime forgets it, and a bundle that an earlier move laid here is
 * removed. A bundle that somebody else made stays, and so does a newer container of the same name.
 */
export const forgetContainer = async ({ journal, paths, log }: HoldContext): Promise<void> => {
  const { container } = journal.facts;
  if (container === undefined) return;
  const refused = isStillKnown(container) ? await deleteContainer(container.runtime, container.id) : null;
  if (refused !== null) log(`${container.runtime} does not forget ${container.id}: ${refused}`);
  if (!container.bundle.startsWith(`${placedBundles(paths)}/`)) return;
  journal.making({ type: 'bundle', dir: container.bundle });
  await undoStanding(journal, ['bundle']);
};
