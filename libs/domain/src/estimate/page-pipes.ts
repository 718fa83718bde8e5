/** The setting that bounds one pipe (pipe(7)). */
export const pipeSizeSetting = 'fs.pipe-max-size';

/**
 * CRIU 4.2 asks for pipes of 819 pages, as many as one cheap allocation of the kernel describes, which the kernel rounds up to 4 MiB.
 * With smaller ones `criu dump --lazy-pages` is ready as if nothing were wrong and fails at the first page it is asked for:
 * "page-pipe: tee".
 */
export const neededPipeBytes = 4 << 20;

const sysAdmin = 21n;
const sysResource = 24n;

interface PagePipeFacts {
  /** Hexadecimal set of effective capabilities of whoever runs CRIU. */
  capEffective: string;
  pipeMaxSize: number;
  userPagesSoft: number;
}

/**
 * What keeps CRIU from having the pipes of a post-copy; null when nothing does. CAP_SYS_RESOURCE lifts every limit on pipes;
 * `fs.pipe-user-pages-soft` counts only without both it and CAP_SYS_ADMIN (fs/pipe.c).
 *
 * @returns the reason, and whether a higher `fs.pipe-max-size` is all it takes
 */
export const findPageTrouble = (facts: PagePipeFacts): { seen: string; raisable: boolean } | null => {
  const capabilities = BigInt(facts.capEffective.startsWith('0x') ? facts.capEffective : `0x${facts.capEffective}`);
  const has = (capability: bigint) => ((capabilities >> capability) & 1n) === 1n;
  if (has(sysResource)) return null;
  const size = `${pipeSizeSetting} is ${facts.pipeMaxSize}, and CRIU, which has no CAP_SYS_RESOURCE, needs ${neededPipeBytes}.`;
  if (!has(sysAdmin) && facts.userPagesSoft !== 0) {
    const seen = `fs.pipe-user-pages-soft is ${facts.userPagesSoft}, which bounds CRIU as it has neither CAP_SYS_RESOURCE nor CAP_SYS_ADMIN.`;
    return { seen, raisable: false };
  }
  return facts.pipeMaxSize < neededPipeBytes ? { seen: size, raisable: true } : null;
};
