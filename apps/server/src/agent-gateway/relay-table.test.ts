import { expect, it } from 'vitest';
import { RelayTable } from './relay-table.ts';

it('joins only the two hosts whose ends were opened', () => {
  const table = new RelayTable();
  table.open('r', 'a');
  expect(table.peerOf('r', 'a')).toBeNull();
  table.open('r', 'b');
  expect([table.peerOf('r', 'a'), table.peerOf('r', 'b')]).toEqual(['b', 'a']);
  expect(table.peerOf('r', 'stranger')).toBeNull();
  expect(table.peerOf('other', 'a')).toBeNull();
});

it('forgets what is over, and says to whom it has to be told', () => {
  const table = new RelayTable();
  for (const host of ['a', 'b']) table.open('r', host);
  for (const host of ['b', 'c']) table.open('s', host);
  expect(table.leave('a')).toEqual([{ relayId: 'r', peer: 'b' }]);
  expect(table.peerOf('r', 'b')).toBeNull();
  expect(table.peerOf('s', 'b')).toBe('c');
});
