import { questionsFor } from '@godwit/domain/comparison';
import { GodwitError } from '@godwit/domain/errors';
import { type FactBundle, maskBundle } from '@godwit/domain/facts';
import { answerQuestions, keepNonces, removeNonces, writableDirectories, writeNonces } from '@godwit/host-facts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readBundle, writeBundle } from '../host/bundle-file.ts';
import { collectBundle } from '../host/collect-bundle.ts';

export interface CollectOptions {
  output?: string;
  pid?: number;
  answering?: string;
  /** False with --no-hash. */
  hash?: boolean;
  nonces?: boolean;
  /** Write names of files and command lines as they are. */
  withNames?: boolean;
  removeNonces?: string;
  criu?: string;
}

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const needsPid = (): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: '--nonces proves storage for the files of one tree, and no tree was named.',
    remedy: 'Name the tree with --pid.',
  });

/** Nonce files outlive this command: the destination looks for them while it answers. */
const withNonces = async (bundle: FactBundle, output: string): Promise<FactBundle> => {
  if (bundle.tree === undefined) throw needsPid();
  const { nonces, failures } = await writeNonces(writableDirectories(bundle.tree));
  keepNonces();
  for (const { directory, reason } of failures) say(`Storage of ${directory} cannot be proved shared: ${reason}`);
  if (nonces.length > 0) say(`Afterwards remove ${nonces.length} small files with --remove-nonces ${output}`);
  return { ...bundle, nonces };
};

const withoutTree = (path: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `The bundle ${path} holds no process tree, so there is nothing to answer about it.`,
    remedy: 'Collect it on the source with --pid.',
  });

const withAnswers = async (bundle: FactBundle, path: string): Promise<FactBundle> => {
  const source = readBundle(path);
  if (source.tree === undefined) throw withoutTree(path);
  if (source.masked === true) throw maskedSource(path);
  return { ...bundle, answers: await answerQuestions(questionsFor(source.tree, source.nonces ?? [])) };
};

const maskedSource = (path: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `The bundle ${path} holds masked names, so this host cannot look up the files it names.`,
    remedy: 'Collect it again on the source with --with-names or --nonces.',
  });

/** A destination has to look the names up, so what is made for a move keeps them; anything else leaves them out. */
const forExport = (bundle: FactBundle, { withNames, nonces, answering }: CollectOptions): FactBundle =>
  withNames === true || nonces === true || answering !== undefined ? bundle : maskBundle(bundle);

const needsOutput = (): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: 'It was not said where to write the bundle.',
    remedy: 'Name a file with -o, or - for standard output.',
  });

/** Writes a bundle: this host, a tree, and as a destination the answers to what another host's tree needs. */
export const collect = async (options: CollectOptions): Promise<ExitCode> => {
  if (options.removeNonces !== undefined) {
    await removeNonces(readBundle(options.removeNonces).nonces ?? []);
    if (options.output === undefined) return exitCodes.ok;
  }
  if (options.output === undefined) throw needsOutput();
  let bundle = await collectBundle({ criu: options.criu, pid: options.pid, hash: true, toolVersions: true });
  if (options.nonces) bundle = await withNonces(bundle, options.output);
  if (options.answering !== undefined) bundle = await withAnswers(bundle, options.answering);
  writeBundle(options.output, forExport(bundle, options));
  return exitCodes.ok;
};
