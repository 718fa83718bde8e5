import type { Answers, CheckpointFacts, DependedFile, FactBundle, TreeFacts } from '../facts/index.ts';
import { evaluateRule } from '../rules/evaluate-rule.ts';
import { flattenFacts } from '../rules/flatten-facts.ts';
import { rules } from '../rules/index.ts';
import type { Finding } from './finding.ts';
import { summarise } from './judge.ts';
import type { Verdict } from './verdict.ts';

export interface ImagesToJudge {
  checkpoint: CheckpointFacts;
  /** The tree as the images tell of it. */
  tree: TreeFacts;
  /** What the images say of the host they were made on: the rest is taken from the host that restores. */
  madeOn: { architecture: string | null; pageSizeBytes: number; monotonicSeconds: number | null };
  /** The host that is to restore, with its answers about the tree. */
  destination: FactBundle;
  /** Rules that are left out, to see what would go unnoticed without them. */
  leftOut?: readonly string[];
}

/** Judges whether images can be restored on a host: all findings, the options a restore needs, and one word. */
export const judgeImages = (input: ImagesToJudge): Verdict => {
  const destination = withoutNamespaces(input.destination, input.checkpoint);
  const facts = flattenFacts(sourceOf(input), destination, input.checkpoint);
  const context = { purpose: 'here', serviceAddress: null, fromImages: true } as const;
  const asked = rules.filter(({ id }) => input.leftOut?.includes(id) !== true);
  const findings = asked.flatMap((rule) => evaluateRule(rule, facts, context)).map(toldOfImages);
  return { ...summarise(findings, { purpose: 'here', tree: input.tree }), from: 'images' };
};

/** Rules that compare hosts say "here" and "the destination"; of images that is what they hold, and this host. */
const inWords = (text: string): string =>
  text
    .replaceAll('The destination', 'This host')
    .replaceAll('the destination', 'this host')
    .replaceAll(/ here(?=[ ,.])/g, ' in the images');

const toldOfImages = (finding: Finding): Finding =>
  finding.rule === 'checkpoint-images'
    ? finding
    : {
        ...finding,
        message: inWords(finding.message),
        remedies: finding.remedies.map((remedy) => ({ ...remedy, text: inWords(remedy.text) })),
      };

/** What the images leave open is taken from the host that restores, so that it never counts as a difference. */
const sourceOf = ({ tree, madeOn, destination, checkpoint }: ImagesToJudge): FactBundle => {
  const { host } = destination;
  const kernel = host.kernel.known
    ? {
        ...host.kernel,
        value: { ...host.kernel.value, architecture: madeOn.architecture ?? host.kernel.value.architecture },
      }
    : host.kernel;
  const clocks =
    host.clocks?.known === true && madeOn.monotonicSeconds !== null
      ? { ...host.clocks, value: { ...host.clocks.value, monotonicSeconds: madeOn.monotonicSeconds } }
      : host.clocks;
  return {
    ...destination,
    answers: undefined,
    host: { ...host, kernel, clocks, pageSizeBytes: { known: true, value: madeOn.pageSizeBytes } },
    tree: { ...tree, files: settle(tree.files, checkpoint.loose, destination.answers) },
  };
};

const settle = (
  files: TreeFacts['files'],
  loose: CheckpointFacts['loose'],
  answers: Answers | undefined,
): TreeFacts['files'] => {
  if (!files.known || answers === undefined || !answers.files.known) return files;
  const there = new Map(answers.files.value.map(({ path, identity }) => [path, identity]));
  const value = files.value.map((file): DependedFile => {
    const found = there.get(file.path);
    if (found?.known !== true || found.value === null) return file;
    const { sizeBytes, mode, kind, rdev } = found.value;
    const open = loose[file.path] ?? [];
    return {
      ...file,
      identity: {
        ...file.identity,
        ...(open.includes('size') ? { sizeBytes } : {}),
        ...(open.includes('mode') ? { mode, kind } : {}),
        ...(open.includes('device') ? { rdev } : {}),
      },
    };
  });
  return { known: true, value };
};

/** Room for images is not needed: they are there. In a pid namespace of its own a tree finds every id free. */
const withoutNamespaces = (destination: FactBundle, { ownNamespaces }: CheckpointFacts): FactBundle => {
  const { host, answers } = destination;
  const room = { path: 'IMAGES', freeBytes: Number.MAX_SAFE_INTEGER, freeInodes: 0, filesystem: 'ext4' };
  const free = ownNamespaces.includes('pid') ? { idsTaken: { known: true as const, value: [] } } : {};
  return {
    ...destination,
    host: { ...host, imagesDirectory: { known: true, value: room } },
    ...(answers === undefined ? {} : { answers: { ...answers, ...free } }),
  };
};
