import type { RunEvent } from '@godwit/domain/run';
import type { LogLine } from '@godwit/ui';
import { describeEvent } from './describe-event.ts';

const ofEvent = (event: RunEvent): LogLine[] => {
  const { data, id, at } = event;
  if (data.type === 'log.appended')
    return data.lines.map((text, index) => ({ key: `${id}.${index}`, at, from: data.side, text }));
  const told = describeEvent(event);
  if (!told) return [];
  return [{ key: id, at, from: told.from, text: told.text, emphasis: told.problem ? 'problem' : 'event' }];
};

/** Journals tell a state again after a reconnect: a line that only repeats the side's last state is left out. */
const withoutRepeats = (events: readonly RunEvent[]): RunEvent[] => {
  const last = new Map<string, string>();
  return events.filter(({ data }) => {
    if (data.type !== 'side.changed') return true;
    const repeats = last.get(data.side) === data.state;
    last.set(data.side, data.state);
    return !repeats;
  });
};

/** Events and CRIU's own lines in one order. */
export const logLines = (events: readonly RunEvent[]): LogLine[] => withoutRepeats(events).flatMap(ofEvent);
