import type { RunView } from '@godwit/domain/history';
import { rehearsalLimit } from '@godwit/domain/rehearsal';
import { Notice, outcomeStates } from '@godwit/ui';

const sentences: Record<NonNullable<RunView['outcome']>, (view: RunView) => string> = {
  succeeded: (view) => {
    if (view.kind === 'rehearsal')
      return `The copy was built on ${view.destination ?? 'the destination'}. ${rehearsalLimit}`;
    if (view.kind === 'send') return `The checkpoint is kept on ${view.destination ?? 'the other host'} too.`;
    return view.kind === 'move'
      ? `${view.workload} runs on ${view.destination ?? 'its destination'} now.`
      : 'It is done.';
  },
  'given-back': (view) => `${view.workload} runs on ${view.source} as before. Nothing was lost.`,
  cancelled: (view) =>
    view.kind === 'send'
      ? 'Nothing was kept on the other host.'
      : `${view.workload} runs on ${view.source} as before. Nothing was lost.`,
  failed: (view) => {
    if (view.error?.code === 'memory-lost') return `${view.workload} is lost, and runs on neither host.`;
    if (view.kind === 'move' && view.committed && view.error?.code === 'images-differ')
      return `${view.workload} runs on ${view.destination ?? 'its destination'} now, and is not proved.`;
    return view.kind === 'rehearsal' ? `${view.workload} runs on ${view.source} as before.` : 'It could not be done.';
  },
  'needs-decision': () => 'Only a person can say how it goes on.',
};

/** How the run ended, in a sentence, with the reason where it did not succeed. */
export function OutcomeNotice({ view }: { view: RunView }) {
  if (view.state !== 'finished' || !view.outcome) return null;
  const state = outcomeStates[view.outcome];
  return (
    <Notice tone={state.tone} icon={state.icon} title={`${state.word}. ${sentences[view.outcome](view)}`}>
      {view.givenBack ? <p>{view.givenBack}</p> : null}
      {view.error ? (
        <>
          <p>{view.error.message}</p>
          <p>{view.error.remedy}</p>
        </>
      ) : null}
    </Notice>
  );
}
