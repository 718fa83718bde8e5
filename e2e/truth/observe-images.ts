import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openImageDirectory } from '@godwit/criu-driver';
import { describeRestore } from '@godwit/criu-images';
import { parseBundle } from '@godwit/domain/facts';
import type { ImagesToJudge } from '@godwit/domain/verdict';
import { attemptRestore, dumped, type Seen } from './attempt.ts';
import { CannotStart } from './cannot-start.ts';
import { collect, collectAnswers, type JudgePlace, judgeBundle, judgeImagesIn } from './godwit.ts';
import type { Observation, Trial } from './observation.ts';
import type { ImageChange } from './scenario.ts';
import { fill, type Tree } from './tree.ts';

interface Looking {
  place: JudgePlace;
  tree: Tree;
  images: string;
  /** Where the facts are kept from which the judgement can be made again. */
  source: string;
}

type Observed = Pick<Observation, 'verdict' | 'judgeError' | 'options'> & Seen & { trials: Trial[] };

/** Dumps a tree as was recommended, changes its images, judges their restore from them alone, and makes it. */
export const observeImages = async (looking: Looking, changes: readonly ImageChange[]): Promise<Observed> => {
  const { place, tree, images, source } = looking;
  await collect(place, tree.pid, source);
  const { options } = await judgeBundle(place, source, null);
  const refused = await dumped(place, tree, images, options.dump);
  if (refused !== null) throw new CannotStart(`It was not dumped: ${refused.cause?.raw ?? ''}`);
  for (const change of changes) changeImages(change, looking);
  const judged = await judgedImages(looking);
  const given = judged.verdict?.options ?? { dump: [], restore: [] };
  const { seen, atRestore } = await attemptRestore(place, tree, images, given.restore);
  return { ...judged, options: given, ...seen, trials: atRestore };
};

const judgedImages = async (looking: Looking): Promise<Pick<Observed, 'verdict' | 'judgeError'>> => {
  try {
    const verdict = await judgeImagesIn(looking.place, looking.images);
    await keepFacts(looking);
    return { verdict, judgeError: null };
  } catch (error) {
    return { verdict: null, judgeError: String(error) };
  }
};

/** The facts the judge had: what the images tell, and this host with its answers. */
const keepFacts = async ({ place, images, source }: Looking): Promise<void> => {
  const opened = openImageDirectory(images);
  const told = describeRestore(opened.read, opened.files, null);
  const asking = parseBundle(readFileSync(source, 'utf8'));
  writeFileSync(source, JSON.stringify({ ...asking, masked: undefined, tree: told.tree }));
  const answered = `${source}.answered`;
  await collectAnswers(place, source, answered);
  const facts: ImagesToJudge = { ...told, destination: parseBundle(readFileSync(answered, 'utf8')) };
  rmSync(answered);
  writeFileSync(source, JSON.stringify(facts));
};

/** Image files are named by how their names begin: numbers in them differ from dump to dump. */
const filesNamed = (images: string, start: string): string[] => {
  const found = readdirSync(images).filter((name) => name.startsWith(start) && name.endsWith('.img'));
  if (found.length === 0) throw new CannotStart(`There is no image ${start}.`);
  return found.map((name) => path.join(images, name));
};

const changeImages = (change: ImageChange, { images, tree }: Looking): void => {
  if ('removeFile' in change) rmSync(fill(change.removeFile, tree));
  else if ('remove' in change) for (const file of filesNamed(images, change.remove)) rmSync(file);
  else if ('shorten' in change) for (const file of filesNamed(images, change.shorten)) halve(file);
  else for (const file of filesNamed(images, change.flip)) flip(file);
};

const flip = (file: string): void => {
  const bytes = readFileSync(file);
  bytes[0] = (bytes[0] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
};

const halve = (file: string): void => truncateSync(file, Math.floor(readFileSync(file).length / 2));
