import { readCriuFacts } from '@godwit/criu-driver';
import type { FactBundle } from '@godwit/domain/facts';
import { judge, type Purpose, type Verdict } from '@godwit/domain/verdict';
import { collectHost, collectTree } from '@godwit/host-facts';
import { inject } from 'vitest';

let criuFacts: ReturnType<typeof readCriuFacts> | undefined;

/** Reads the facts of a running tree and of this host. */
export const collectSource = async (pid: number, { hash }: { hash: boolean }): Promise<FactBundle> => {
  criuFacts ??= readCriuFacts(inject('criuPath'));
  const criu = await criuFacts;
  return {
    format: 'godwit-facts',
    version: 1,
    collectedAt: new Date().toISOString(),
    host: await collectHost({ readCriu: async () => criu, imagesDirectory: '/tmp' }),
    tree: await collectTree({ pid, hash }),
  };
};

/** Judges a running tree, as a preflight does. */
export const judgeProgram = async (pid: number, purpose: Purpose): Promise<Verdict> =>
  judge({ source: await collectSource(pid, { hash: false }), purpose });
