import type { NoteView, RunView } from '@godwit/domain/history';
import { Badge, Panel } from '@godwit/ui';
import { CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';

const topics: Record<NoteView['topic'], string> = {
  supervisor: 'Supervisor',
  hook: 'Hook',
  health: 'Health command',
};

const words: Record<NoteView['topic'], Record<NoteView['state'], string>> = {
  supervisor: { running: 'Held', done: 'Let go', failed: 'Still held' },
  hook: { running: 'Runs', done: 'Done', failed: 'Failed' },
  health: { running: 'Asked', done: 'Well', failed: 'Not well' },
};

const faces: Record<NoteView['state'], { tone: 'amber' | 'can' | 'cannot'; icon: ReactNode }> = {
  running: { tone: 'amber', icon: <LoaderCircle /> },
  done: { tone: 'can', icon: <CircleCheck /> },
  failed: { tone: 'cannot', icon: <CircleX /> },
};

/** What both sides do besides moving, as it goes on: supervisors that are held, hooks, health commands. */
export function NotesPanel({ view }: { view: RunView }) {
  if (view.notes.length === 0) return null;
  return (
    <Panel title="Beside the move" note="supervisors that are held, and programs of the hosts' owners">
      <ul className="space-y-3 text-sm">
        {view.notes.map(({ side, topic, name, state, text }) => (
          <li key={`${side} ${topic} ${name}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <Badge tone={faces[state].tone} icon={faces[state].icon}>
              {words[topic][state]}
            </Badge>
            <span className="text-xs text-ink-3">
              {topics[topic]} on {side === 'source' ? view.source : view.destination}
            </span>
            <span className="min-w-0 basis-full break-words">{text}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
