import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { questionsFor, throughRuntime } from '@godwit/domain/comparison';
import { type Answers, type DataDirectory, type Fact, parseBundle, type Questions } from '@godwit/domain/facts';
import { neededPlaces, type StagingWish } from '@godwit/domain/file-plan';
import { judge } from '@godwit/domain/verdict';
import { answerQuestions } from '@godwit/host-facts';

// What the portal does beyond the command line: containers go through their runtime, and files travel along. A program of its
// own, so that whoever judges sees facts and nothing else. Its first argument says what to do; the rest are files and names.
interface AgentFiles {
  readDataDirectories: (pid: number, named: readonly string[], signal: AbortSignal) => Promise<Fact<DataDirectory[]>>;
}
interface AgentPlaces {
  answerPlaces: (questions: Pick<Questions, 'filePlaces'>, stateDir: string) => Pick<Answers, 'filePlaces'>;
}

/** The agent's own code, bundled beside this. */
const agentPart = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(path.join(path.dirname(process.argv[1] ?? ''), name)).href)) as T;

const read = (file: string) => parseBundle(readFileSync(file, 'utf8'));

const addData = async (file: string, directories: readonly string[]): Promise<void> => {
  const bundle = read(file);
  if (bundle.tree === undefined) throw new Error('There is no tree in it.');
  const { readDataDirectories } = await agentPart<AgentFiles>('data-directories.js');
  const deadline = AbortSignal.timeout(10_000);
  const dataDirectories = await readDataDirectories(bundle.tree.rootPid, directories, deadline);
  writeFileSync(file, JSON.stringify({ ...bundle, tree: { ...bundle.tree, dataDirectories } }));
};

const answerAll = async (sourceFile: string, file: string): Promise<void> => {
  const { tree, nonces } = read(sourceFile);
  const bundle = read(file);
  if (tree === undefined) throw new Error('There is no tree in it.');
  const { answerPlaces } = await agentPart<AgentPlaces>('file-places.js');
  const answers = await answerQuestions(questionsFor(throughRuntime(tree), nonces ?? []));
  const places = answerPlaces({ filePlaces: neededPlaces(tree) }, '/var/lib/godwit');
  writeFileSync(file, JSON.stringify({ ...bundle, answers: { ...answers, ...places } }));
};

const judgeAll = (sourceFile: string, destinationFile: string, wish: string): void => {
  const destination = destinationFile === '-' ? {} : { destination: read(destinationFile) };
  const verdict = judge({
    source: read(sourceFile),
    ...destination,
    purpose: destinationFile === '-' ? 'here' : 'move',
    throughRuntime: true,
    ...(wish === '-' ? {} : { staging: JSON.parse(wish) as StagingWish }),
  });
  process.stdout.write(JSON.stringify(verdict));
};

const [what, first = '', ...rest] = process.argv.slice(2);
if (what === 'data') await addData(first, rest);
if (what === 'answer') await answerAll(first, rest[0] ?? '');
if (what === 'judge') judgeAll(first, rest[0] ?? '-', rest[1] ?? '-');
