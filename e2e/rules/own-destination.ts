import { existsSync } from 'node:fs';
import { questionsFor } from '@godwit/domain/comparison';
import type { FactBundle } from '@godwit/domain/facts';
import { type Finding, judge } from '@godwit/domain/verdict';
import { answerQuestions } from '@godwit/host-facts';
import { expect } from 'vitest';
import { type CriuRun, dump, restore, withImages } from './run-criu.ts';
import { waitUntil } from './wait-until.ts';

export interface Outcome {
  /** Findings of the one rule that is tried. */
  findings: Finding[];
  restored: CriuRun;
}

/**
 * The same host plays its own destination: the tree is dumped, `change` alters one thing, the host is asked what the source
 * tree needs of it, and CRIU restores. What CRIU meets is exactly what the comparison saw.
 */
export const tryOwnDestination = (
  rule: string,
  source: FactBundle,
  change: () => void | Promise<void>,
): Promise<Outcome> =>
  withImages(async (images) => {
    const { tree } = source;
    if (tree === undefined) throw new Error('The source holds no tree.');
    expect(await dump(tree.rootPid, images, []), 'criu dump').toMatchObject({ code: 0 });
    await waitUntil('the dumped program to be gone', () => !existsSync(`/proc/${tree.rootPid}`));
    await change();
    const answers = await answerQuestions(questionsFor(tree, []));
    const host = { ...source.host, hostname: 'elsewhere' };
    const verdict = judge({ source, destination: { ...source, host, tree: undefined, answers }, purpose: 'move' });
    const findings = verdict.findings.filter((finding) => finding.rule === rule);
    return { findings, restored: await restore(images, []) };
  });
