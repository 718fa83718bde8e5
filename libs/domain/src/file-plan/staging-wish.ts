import { z } from 'zod';

const paths = z.array(z.string().startsWith('/').max(4096)).max(500);

/** What a person said about the files of a workload before a move. Stays with the plan, so that every look asks for the same. */
export const stagingWishSchema = z.object({
  /** Who said it. */
  by: z.string(),
  /** Data directories declared for this move. */
  directories: paths,
  /** Files that the destination lacks and that may be brought there. */
  approved: paths,
  /** What lies on the destination and may be replaced. */
  replace: paths,
  /** What stays behind. */
  excluded: paths,
});
export type StagingWish = z.infer<typeof stagingWishSchema>;

/** Nobody said anything: files that are written travel, others do not. */
export const noWish: StagingWish = { by: 'Godwit', directories: [], approved: [], replace: [], excluded: [] };
