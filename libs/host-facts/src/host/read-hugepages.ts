import { existsSync, readdirSync } from 'node:fs';
import { parseKeyLines } from '../procfs/parse-status.ts';
import { readText } from '../procfs/read-text.ts';
import type { HostValue } from './host-value.ts';

const directory = '/sys/kernel/mm/hugepages';

/** Pools of huge pages by page size, in pages; empty on a kernel without them. */
export const readHugepages = (): HostValue<'hugepages'> => {
  if (!existsSync('/sys/kernel/mm')) throw new Error('/sys is not mounted');
  if (!existsSync(directory)) return [];
  return readdirSync(directory).flatMap((name) => {
    const kibibytes = /^hugepages-(\d+)kB$/.exec(name)?.[1];
    if (kibibytes === undefined) return [];
    const count = (file: string): number => Number(readText(`${directory}/${name}/${file}`));
    return [
      {
        pageBytes: Number(kibibytes) * 1024,
        total: count('nr_hugepages'),
        free: Math.max(0, count('free_hugepages') - count('resv_hugepages')),
        surplusAllowed: Math.max(0, count('nr_overcommit_hugepages') - count('surplus_hugepages')),
      },
    ];
  });
};

/** CommitLimit minus Committed_AS of /proc/meminfo, in bytes: what strict overcommit still grants. */
export const parseCommitLeft = (meminfo: string): number => {
  const lines = parseKeyLines(meminfo);
  const kibibytes = (name: string): number => Number.parseInt(lines.get(name) ?? '', 10);
  const left = kibibytes('CommitLimit') - kibibytes('Committed_AS');
  if (Number.isNaN(left)) throw new Error('meminfo has no CommitLimit.');
  return left * 1024;
};
