import { countOf, formatBytes } from '@godwit/ui';

interface Dumped {
  processes: number;
  rssBytes: number;
  hostName: string;
}

/** What a dump does to a workload, in sentences. */
export const dumpWords = ({ processes, rssBytes, hostName }: Dumped, leaveRunning: boolean): string => {
  const what = countOf(processes, 'process', 'processes');
  const frozen = `Freezes ${what} while about ${formatBytes(rssBytes)} of memory is written on ${hostName}. The images hold everything the memory holds, secrets too; only root can read them.`;
  return leaveRunning
    ? `${frozen} Then ${processes === 1 ? 'it goes' : 'they go'} on.`
    : `${frozen} Then ${processes === 1 ? 'it is' : 'they are'} ended: open connections break, and it runs again only when somebody restores it.`;
};
