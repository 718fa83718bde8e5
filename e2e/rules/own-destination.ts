import { existsSync } from 'node:fs';
import { openImageDirectory } from '@godwit/criu-driver';
import { describeRestore } from '@godwit/criu-images';
import { questionsFor } from '@godwit/domain/comparison';
import type { Answers, FactBundle, HostFacts } from '@godwit/domain/facts';
import { type Finding, judge, judgeImages, type Verdict } from '@godwit/domain/verdict';
import { answerQuestions, collectHost } from '@godwit/host-facts';
import { expect } from 'vitest';
import { type CriuRun, dump, restore, withImages } from './run-criu.ts';
import { waitUntil } from './wait-until.ts';

export interface Outcome {
  /** Findings of the one rule that is tried. */
  findings: Finding[];
  /** What the images alone tell at the same moment. */
  fromImages: Verdict;
  restored: CriuRun;
}

export interface OwnDestination {
  dumpOptions?: string[];
  restoreOptions?: string[];
  /** Words before the command line of the restore, which take rights or limits away from it. */
  under?: string[];
  /** What the facts of such a weakened host would say. */
  host?: (host: HostFacts) => Partial<HostFacts>;
  /** Answers such a host would give. */
  answers?: Partial<Answers>;
  /** Another CRIU to restore with. */
  criuPath?: string;
}

/**
 * The same host plays its own destination: the tree is dumped, `change` alters one thing, the host is asked what the source
 * tree needs of it, and CRIU restores. What CRIU meets is exactly what the comparison saw.
 */
export const tryOwnDestination = (
  rule: string,
  source: FactBundle,
  change: () => void | Promise<void>,
  world: OwnDestination = {},
): Promise<Outcome> =>
  withImages(async (images) => {
    const { dumpOptions = [], restoreOptions = [], under = [], host: weaken = () => ({}), criuPath } = world;
    const { tree } = source;
    if (tree === undefined) throw new Error('The source holds no tree.');
    expect(await dump(tree.rootPid, images, dumpOptions), 'criu dump').toMatchObject({ code: 0 });
    await waitUntil('the dumped program to be gone', () => !existsSync(`/proc/${tree.rootPid}`));
    await change();
    const answers = { ...(await answerQuestions(questionsFor(tree, []))), ...world.answers };
    const now = await collectHost({ readCriu: async () => source.host.criu, imagesDirectory: '/tmp' });
    const host = { ...now, hostname: 'elsewhere', ...weaken(now) };
    const destination = { ...source, host, tree: undefined, answers };
    const verdict = judge({ source, destination, purpose: 'move' });
    const findings = verdict.findings.filter((finding) => finding.rule === rule);
    const fromImages = await judgeDirectory(images, destination);
    return { findings, fromImages, restored: await restore(images, restoreOptions, { under, criuPath }) };
  });

/** Judges a directory of images for a restore on a host. */
export const judgeDirectory = async (images: string, host: FactBundle): Promise<Verdict> => {
  const { read, files } = openImageDirectory(images);
  const described = describeRestore(read, files);
  const answers = await answerQuestions(questionsFor(described.tree, []));
  return judgeImages({ ...described, destination: { ...host, answers } });
};
