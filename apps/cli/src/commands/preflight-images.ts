import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { openImageDirectory } from '@godwit/criu-driver';
import { describeRestore } from '@godwit/criu-images';
import { questionsFor } from '@godwit/domain/comparison';
import { judgeImages } from '@godwit/domain/verdict';
import { answerQuestions } from '@godwit/host-facts';
import { type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { collectBundle } from '../host/collect-bundle.ts';
import { printJson } from '../reporters/json.ts';
import { reportNoInput } from '../reporters/report-no-input.ts';
import { printLines } from '../reporters/text.ts';
import { verdictLines } from '../reporters/text-verdict.ts';

export interface PreflightImagesOptions {
  images: string;
  criu?: string;
  json?: boolean;
}

/** The link that a dump with --prev-images-dir leaves; null where there is none. */
const parentThere = (directory: string): boolean | null => {
  const link = join(directory, 'parent');
  return lstatSync(link, { throwIfNoEntry: false }) === undefined ? null : existsSync(link);
};

/** Judges whether a checkpoint can be restored on this host, from its images alone. Nothing is started or changed. */
export const preflightImages = async ({ images, criu, json }: PreflightImagesOptions): Promise<ExitCode> => {
  let opened: ReturnType<typeof openImageDirectory>;
  try {
    opened = openImageDirectory(images);
  } catch (error) {
    return reportNoInput(images, error, json === true);
  }
  const { checkpoint, tree, madeOn } = describeRestore(opened.read, opened.files, parentThere(images));
  const destination = {
    ...(await collectBundle({ criu, hash: false })),
    answers: await answerQuestions(questionsFor(tree, [])),
  };
  const verdict = judgeImages({ checkpoint, tree, madeOn, destination });
  if (json === true) printJson(verdict);
  else printLines(verdictLines(verdict, tree.rootPid));
  return exitCodeOfVerdict(verdict.verdict);
};
