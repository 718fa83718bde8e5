import type { ModeAdvice, MoveMode } from '@godwit/domain/estimate';
import { formatMs, Notice } from '@godwit/ui';
import { TriangleAlert } from 'lucide-react';
import { modeWords, pointOfNoReturn } from './mode-words.ts';

interface ModeChoiceFieldProps {
  advice: ModeAdvice;
  chosen: MoveMode;
  onChoose: (mode: MoveMode) => void;
  source: string;
  destination: string;
}

/** One of the modes; what is not possible is there with its reason, and post-copy shows where it cannot go back any more. */
export function ModeChoiceField({ advice, chosen, onChoose, source, destination }: ModeChoiceFieldProps) {
  return (
    <fieldset className="rounded-md border border-line px-3 py-2 text-sm">
      <legend className="px-1 font-medium">Mode</legend>
      <div className="space-y-2">
        {advice.choices.map(({ mode, whyNot, estimate }) => (
          <label key={mode} className="flex items-start gap-2.5">
            <input
              type="radio"
              name="mode"
              className="mt-1 shrink-0"
              checked={chosen === mode}
              disabled={whyNot !== null}
              onChange={() => onChoose(mode)}
            />
            <span className={whyNot === null ? undefined : 'text-ink-3'}>
              {modeWords[mode].title}
              {mode === advice.recommended ? ' (recommended)' : ''}
              {whyNot === null && estimate ? `, about ${formatMs(estimate.switchOver.likely)} switch-over` : ''}
              {whyNot === null ? null : <span className="block text-xs">{whyNot}</span>}
            </span>
          </label>
        ))}
      </div>
      {chosen === 'post-copy' ? (
        <div className="mt-3">
          <Notice tone="amber" icon={<TriangleAlert />} title="Later, nothing can be given back">
            {pointOfNoReturn(source, destination)}
          </Notice>
        </div>
      ) : null}
    </fieldset>
  );
}
