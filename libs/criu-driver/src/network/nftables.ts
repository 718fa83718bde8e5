import { existsSync } from 'node:fs';
import path from 'node:path';
import { programEnvironment } from '../program/program-environment.ts';
import { requireSuccess } from '../program/require-success.ts';
import { runProgram } from '../program/run-program.ts';

export interface NftTable {
  family: 'inet' | 'arp';
  name: string;
}

/** Loads a ruleset in one transaction: all of it, or nothing. Throws `command-refused`. */
export const loadRuleset = async (ruleset: string): Promise<void> => {
  await requireSuccess(
    ['nft', '-f', '-'],
    {
      purpose: 'set packet rules',
      remedy: 'Install nftables, and check that the kernel has nf_tables for this family.',
    },
    { input: ruleset },
  );
};

/** Every nftables table of this network namespace; null when nft cannot say. */
export const listTables = async (): Promise<NftTable[] | null> => {
  const { code, stdout } = await runProgram(['nft', 'list', 'tables']);
  if (code !== 0) return null;
  const lines = stdout.split('\n').map((line) => /^table (inet|arp) (\S+)$/.exec(line));
  return lines
    .filter((match) => match !== null)
    .map(([, family, name]) => ({ family: family as 'inet', name: name ?? '' }));
};

/**
 * Removes tables by their exact names in one transaction, which costs one program instead of one for each. Those that do
 * not exist are no error. Throws `command-refused`.
 */
export const removeTables = (tables: readonly NftTable[]): Promise<void> => {
  // Naming a table makes it, so that it can be deleted whether it was there or not.
  const lines = tables.map(({ family, name }) => `table ${family} ${name}\ndelete table ${family} ${name}\n`);
  return lines.length === 0 ? Promise.resolve() : loadRuleset(lines.join(''));
};

/** Removes a table by its exact name. @returns false when there is none */
export const removeTable = async ({ family, name }: NftTable): Promise<boolean> => {
  const { code, stderr } = await runProgram(['nft', 'delete', 'table', family, name]);
  if (code === 0) return true;
  // Without nft there can be no table of ours.
  if (code === null || /No such file or directory/.test(stderr)) return false;
  await requireSuccess(['nft', 'list', 'table', family, name], {
    purpose: `remove the packet rules ${name}`,
    remedy: `Remove them by hand: nft delete table ${family} ${name}`,
  });
  throw new Error(`nft could not delete table ${family} ${name}: ${stderr.trim()}`);
};

/** Whether nft is installed here. */
export const hasNft = (): boolean =>
  (programEnvironment.PATH ?? '').split(':').some((dir) => existsSync(path.join(dir, 'nft')));

/**
 * The name of the table with which CRIU (nftables network lock) holds the connections of a dumped tree. CRIU builds
 * "inet CRIU-ID" in 32 bytes (net.c), which cuts the identifier; both forms are given.
 */
export const networkLockNames = (criuRunId: string): string[] => {
  const full = `CRIU-${criuRunId}`;
  return [...new Set([full.slice(0, 31 - 'inet '.length), full])];
};
