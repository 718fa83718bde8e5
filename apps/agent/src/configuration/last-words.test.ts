import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { leaveLastWords } from './last-words.ts';
import { createLog } from './log.ts';

test('a fault is logged with its cause before the process ends, and so is the end', () => {
  const lines: string[] = [];
  const codes: number[] = [];
  const self = Object.assign(new EventEmitter(), { exit: (code: number) => codes.push(code) });
  leaveLastWords(createLog('info', { write: (line: string) => void lines.push(line) }), self as never);
  self.emit('uncaughtException', new Error('nobody caught me'), 'unhandledRejection');
  self.emit('exit', 70);
  expect(codes).toEqual([70]);
  const [fault, end] = lines.map((line) => JSON.parse(line) as object);
  expect(fault).toMatchObject({ level: 60, origin: 'unhandledRejection', err: { message: 'nobody caught me' } });
  expect(end).toMatchObject({ code: 70, msg: 'The agent has ended.' });
});
