import { readdirSync, readFileSync } from 'node:fs';
import { seeded } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { explainLog } from './index.ts';

const recorded = new URL('./recorded/', import.meta.url);
const logs = readdirSync(recorded).map((name) => readFileSync(new URL(name, recorded), 'utf8'));

type Mutation = (log: string, below: (limit: number) => number) => string;

const splice = (log: string, at: number, removed: number, added: string): string =>
  log.slice(0, at) + added + log.slice(at + removed);

const mutations: Mutation[] = [
  (log, below) => log.slice(0, below(log.length)),
  (log, below) => log.slice(below(log.length)),
  (log, below) => splice(log, below(log.length), below(200), ''),
  (log, below) => splice(log, below(log.length), 1, String.fromCharCode(below(0x10000))),
  (log, below) => splice(log, below(log.length), 0, ('(\u0000Error ({[: '[below(12)] ?? '(').repeat(below(3000))),
  (log, below) => splice(log, below(log.length), below(50), logs[below(logs.length)] ?? ''),
  (log) => log.split('\n').reverse().join('\n'),
];

const outcomes = ['explained', 'unknown', 'succeeded', 'unfinished', 'no-log'];

describe('10,000 mutations of real logs', () => {
  it('each end in an explanation that points into the log, and soon', () => {
    const below = seeded(338);
    let slowest = 0;
    const seen = new Set<string>();
    for (let round = 0; round < 10_000; round++) {
      let log = logs[below(logs.length)] ?? '';
      for (let times = 1 + below(3); times > 0; times--) log = mutations[below(mutations.length)]?.(log, below) ?? log;
      const started = performance.now();
      const { outcome, cause, meaning } = explainLog(log);
      slowest = Math.max(slowest, performance.now() - started);
      seen.add(outcome);
      if (cause !== null && !(log.split('\n')[cause.line - 1] ?? '').includes(cause.text)) expect(cause).toBe(log);
      if (meaning === '') expect(meaning).toBe(log);
    }
    expect([...seen].sort()).toEqual([...outcomes].sort());
    expect(slowest).toBeLessThan(1000);
  }, 60_000);
});
