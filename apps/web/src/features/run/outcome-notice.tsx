import type { RunView } from '@godwit/domain/history';
import { Notice, outcomeStates } from '@godwit/ui';

const sentences: Record<NonNullable<RunView['outcome']>, (view: RunView) => string> = {
  succeeded: (view) =>
    view.kind === 'move' ? `${view.workload} runs on ${view.destination ?? 'its destination'} now.` : 'It is done.',
  'given-back': (view) => `${view.workload} runs on ${view.source} as before. Nothing was lost.`,
  cancelled: (view) => `${view.workload} runs on ${view.source} as before. Nothing was lost.`,
  failed: () => 'It could not be done.',
  'needs-decision': () => 'Only a person can say how it goes on.',
};

/** How the run ended, in a sentence, with the reason where it did not succeed. */
export function OutcomeNotice({ view }: { view: RunView }) {
  if (view.state !== 'finished' || !view.outcome) return null;
  const state = outcomeStates[view.outcome];
  return (
    <Notice tone={state.tone} icon={state.icon} title={`${state.word}. ${sentences[view.outcome](view)}`}>
      {view.error ? (
        <>
          <p>{view.error.message}</p>
          <p>{view.error.remedy}</p>
        </>
      ) : null}
    </Notice>
  );
}
