import { type GapHost, type GapResult, judgeGap, kernelGaps } from '@godwit/domain/kernel-gaps';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { collectHostHere } from '../host/collect-bundle.ts';
import { printJson } from '../reporters/json.ts';
import { printLines, type Style, styled } from '../reporters/text.ts';

export interface GapsOptions {
  criu?: string;
  json?: boolean;
}

const words: Record<GapResult, { word: string; style: Style }> = {
  passes: { word: 'passes', style: 'green' },
  'not-affected': { word: 'not affected', style: 'dim' },
  fails: { word: 'lacks it', style: 'red' },
  unknown: { word: 'not known', style: 'yellow' },
};

const readHost = async (criu: string | undefined): Promise<GapHost & { name: string }> => {
  const host = await collectHostHere({ criu });
  const seen = host.criu.known ? host.criu.value : null;
  const kernel = host.kernel.known ? host.kernel.value.release : null;
  return { name: host.hostname, kernel, criu: seen?.version ?? null, features: seen?.features ?? null };
};

const judgeHost = (host: GapHost) => kernelGaps.map(({ kind, gap }) => ({ kind, ...gap, ...judgeGap(gap, host) }));

type Judged = ReturnType<typeof judgeHost>[number];

const linesOf = ({ result, title, without, because }: Judged): string[] => [
  `${styled(words[result].style, words[result].word.padEnd(13))}${title}`,
  ...(result === 'passes' || result === 'not-affected' ? [] : [`${' '.repeat(13)}${without}`]),
  `${' '.repeat(13)}${styled('dim', because)}`,
];

/**
 * Says which blockers and losses that some kernel or CRIU has solved are solved on this host. Exit 0 when all blockers are, 1
 * when one is not, 2 when that is not known.
 */
export const gaps = async ({ criu, json }: GapsOptions): Promise<ExitCode> => {
  const host = await readHost(criu);
  const judged = judgeHost(host);
  if (json) printJson({ version: 1, host, gaps: judged });
  else
    printLines([
      `Host ${host.name}: kernel ${host.kernel ?? 'not known'}, CRIU ${host.criu ?? 'not found'}`,
      ...(['blocker', 'loss'] as const).flatMap((kind) => [
        '',
        styled('bold', kind === 'blocker' ? 'Blockers' : 'Losses'),
        ...judged.filter((one) => one.kind === kind).flatMap(linesOf),
      ]),
    ]);
  const blockers = judged.filter(({ kind }) => kind === 'blocker').map(({ result }) => result);
  if (blockers.includes('fails')) return exitCodes.refused;
  return blockers.includes('unknown') ? exitCodes.undetermined : exitCodes.ok;
};
