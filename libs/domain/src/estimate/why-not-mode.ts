import type { Fact, HostFacts, TreeFacts } from '../facts/index.ts';
import { featureOf } from './feature-of.ts';
import { findPageTrouble, neededPipeBytes, pipeSizeSetting } from './page-pipes.ts';

export interface ModeHosts {
  source: HostFacts | undefined;
  destination: HostFacts | undefined;
  isContainer: boolean;
  /** Options of the dump, as the verdict merged them. */
  dumpOptions: readonly string[];
  /** Undefined when it could not be read. */
  tree: TreeFacts | undefined;
}

export interface Feasible {
  whyNot: string | null;
  notes: string[];
}

const numberOf = (fact: Fact<string> | undefined): number | null => (fact?.known ? Number(fact.value) : null);

const no = (whyNot: string): Feasible => ({ whyNot, notes: [] });

/** Post-copy needs userfaultfd on the destination and large pipes on the source. */
export const judgePostCopy = ({ source, destination, isContainer, dumpOptions }: ModeHosts): Feasible => {
  if (isContainer) return no('The runtimes of containers give no way to hold a dump between its images and its pages.');
  if (dumpOptions.includes('--link-remap'))
    return no(
      'The dump links deleted files back (--link-remap), and CRIU would leave these links behind when a post-copy is given back.',
    );
  for (const feature of ['uffd', 'uffd-noncoop']) {
    const there = featureOf(destination, feature);
    if (there === null)
      return no(`It was not looked whether the destination can fetch missing pages (criu check --feature ${feature}).`);
    if (!there) return no(`The destination cannot fetch missing pages: criu check --feature ${feature} fails there.`);
  }
  return judgePipes(source);
};

const judgePipes = (source: HostFacts | undefined): Feasible => {
  const sysctls = source?.sysctls;
  const pipeMaxSize = numberOf(sysctls?.[pipeSizeSetting]);
  const userPagesSoft = numberOf(sysctls?.['fs.pipe-user-pages-soft']);
  if (!source?.privileges.known || pipeMaxSize === null || userPagesSoft === null)
    return no('It was not looked how large the pipes of the source may be, in which CRIU keeps the pages.');
  const { capEffective } = source.privileges.value;
  const trouble = findPageTrouble({ capEffective, pipeMaxSize, userPagesSoft });
  if (trouble === null) return { whyNot: null, notes: [] };
  if (!trouble.raisable) return no(trouble.seen);
  return {
    whyNot: null,
    notes: [
      `${trouble.seen} For the time of the run the source's agent raises it to ${neededPipeBytes}, unless its policy forbids that ("sysctls").`,
    ],
  };
};
