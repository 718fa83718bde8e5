import type { Fact, HostFacts } from '../facts/index.ts';
import { findPageTrouble, neededPipeBytes, pipeSizeSetting } from './page-pipes.ts';

export interface ModeHosts {
  source: HostFacts | undefined;
  destination: HostFacts | undefined;
  isContainer: boolean;
  /** Options of the dump, as the verdict merged them. */
  dumpOptions: readonly string[];
}

interface Feasible {
  whyNot: string | null;
  notes: string[];
}

/** What CRIU itself found when it tried the feature; null when nobody looked. */
const featureOf = (host: HostFacts | undefined, name: string): boolean | null =>
  host?.criu.known ? (host.criu.value.features[name] ?? null) : null;

const numberOf = (fact: Fact<string> | undefined): number | null => (fact?.known ? Number(fact.value) : null);

const no = (whyNot: string): Feasible => ({ whyNot, notes: [] });

/** Pre-copy needs a kernel that tracks dirty pages, and is not carried out even there: it could not be tried where Godwit is built. */
export const judgePreCopy = ({ source }: ModeHosts): Feasible => {
  const tracked = featureOf(source, 'mem_dirty_track');
  if (tracked === null)
    return no(
      'It was not looked whether the kernel of the source tracks dirty pages (criu check --feature mem_dirty_track).',
    );
  if (!tracked)
    return no(
      'The kernel of the source does not track dirty pages: it was built without CONFIG_MEM_SOFT_DIRTY, and criu check --feature mem_dirty_track fails.',
    );
  return no(
    'The kernel of the source tracks dirty pages, but this Godwit does not carry pre-copy out: it could not be tried where it is built.',
  );
};

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
