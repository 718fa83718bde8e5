import type { RunView } from '@godwit/domain/history';
import { sayQueue } from '@godwit/domain/run';
import { Notice, outcomeStates } from '@godwit/ui';

/** What a run waits for, and that nothing of it has begun. */
export function QueueNotice({ view }: { view: RunView }) {
  if (!view.queue || view.state === 'finished') return null;
  const { tone, icon } = outcomeStates.queued;
  return (
    <Notice tone={tone} icon={icon} title={`Number ${view.queue.place} in line`}>
      <p>{sayQueue(view.queue)} Nothing has been touched yet, and it is checked again before it starts.</p>
    </Notice>
  );
}
