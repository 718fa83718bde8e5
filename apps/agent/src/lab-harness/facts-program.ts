import { readFileSync, writeFileSync } from 'node:fs';
import { throughRuntime } from '@godwit/domain/comparison';
import type { Questions } from '@godwit/domain/facts';
import {
  answerQuestions,
  collectHost,
  collectTree,
  keepNonces,
  listWorkloads,
  removeNonces,
  writableDirectories,
  writeNonces,
} from '@godwit/host-facts';

/**
 * Reads facts inside of a lab host for a test outside. Arguments: what to do, a file for the answer, and for `collect` a pid, for
 * `answer` a file of questions, for `forget` a file of nonces.
 */
const [what = '', output = '', about = ''] = process.argv.slice(2);

const readHost = () =>
  collectHost({
    readCriu: async () => ({ known: false, reason: 'not asked by this test' }),
    readToolVersions: async () => ({ known: false, reason: 'not asked by this test' }),
    imagesDirectory: '/var/lib/godwit',
  });

const collect = async (pid: number) => {
  const tree = await collectTree({ pid, hash: true });
  const { nonces } = await writeNonces(writableDirectories(throughRuntime(tree)));
  keepNonces();
  return { host: await readHost(), tree, nonces };
};

const answer = async (questions: Questions) => ({ host: await readHost(), answers: await answerQuestions(questions) });

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

const results: Record<string, () => Promise<unknown>> = {
  list: () => listWorkloads({ declaredDirectory: '/etc/godwit/workloads.d' }),
  collect: () => collect(Number(about)),
  answer: () => answer(readJson(about)),
  forget: async () => removeNonces(readJson(about)),
};
writeFileSync(output, JSON.stringify((await results[what]?.()) ?? null));
