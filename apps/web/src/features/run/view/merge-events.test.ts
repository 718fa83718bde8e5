import type { RunEvent } from '@godwit/domain/run';
import { expect, it } from 'vitest';
import { mergeEvents } from './merge-events.ts';

const event = (id: string): RunEvent => ({
  id,
  runId: '00000000-0000-4000-8000-000000000001',
  at: '2026-11-23T10:00:00.000Z',
  version: 1,
  data: { type: 'permission.written', epoch: 1 },
});
const ids = (events: readonly RunEvent[]) => events.map(({ id }) => id);

it('keeps each event once and orders by the number, also beyond 2^53', () => {
  const merged = mergeEvents(
    [event('9'), event('10')],
    [event('9007199254740993'), event('10'), event('11'), event('11')],
  );
  expect(ids(merged)).toEqual(['9', '10', '11', '9007199254740993']);
});

it('gives back the same list when nothing is new, so that nothing is drawn again', () => {
  const known = [event('1')];
  expect(mergeEvents(known, [event('1')])).toBe(known);
});
