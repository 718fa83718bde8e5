import { isBelow } from './covered-paths.ts';
import { type FilePlan, type FilePlanEntry, sourceOwner, stagedRoots } from './file-plan.ts';

/** What both agents are told of a plan of files. */
interface CarriedFiles {
  staged: {
    path: string;
    kind: FilePlanEntry['kind'];
    replace: boolean;
    bytes: number;
    exclude: string[];
    lasting?: true;
  }[];
  sharedDirectories: string[];
}

/** What both agents are told: what they copy, what of it stays behind, and which storage they share. */
export const carriedFiles = (plan: FilePlan): CarriedFiles => ({
  staged: stagedRoots(plan).map(({ path, kind, replace, bytes, by }) => ({
    path,
    kind,
    replace,
    bytes,
    exclude: kind === 'directory' ? plan.wish.excluded.filter((one) => one !== path && isBelow(one, path)) : [],
    ...(kind === 'directory' && by === sourceOwner && { lasting: true as const }),
  })),
  sharedDirectories: plan.sharedDirectories,
});
