import type { GapResult, JudgedGap } from '@godwit/domain/kernel-gaps';
import { Badge, type Tone, Tooltip } from '@godwit/ui';
import { CircleCheck, CircleHelp, CircleMinus, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';

const faces: Record<GapResult, { word: string; tone: Tone; icon: ReactNode }> = {
  passes: { word: 'Passes', tone: 'can', icon: <CircleCheck aria-hidden="true" /> },
  'not-affected': { word: 'Not affected', tone: 'slate', icon: <CircleMinus aria-hidden="true" /> },
  fails: { word: 'Lacks it', tone: 'cannot', icon: <CircleX aria-hidden="true" /> },
  unknown: { word: 'Not known', tone: 'unknown', icon: <CircleHelp aria-hidden="true" /> },
};

/** Whether one host passes, and on what evidence. */
export function GapCell({ judged }: { judged: JudgedGap }) {
  const { word, tone, icon } = faces[judged.result];
  return (
    <Tooltip text={judged.because}>
      <button type="button" className="cursor-help rounded-md" aria-label={`${word}: ${judged.because}`}>
        <Badge tone={tone} icon={icon} className={judged.result === 'unknown' ? 'hatched' : undefined}>
          {word}
          {judged.by === 'asked' ? '' : judged.by === 'versions' ? ' *' : ''}
        </Badge>
      </button>
    </Tooltip>
  );
}
