import { describe, expect, it } from 'vitest';
import { presentCommand } from '../presenters/present-command.ts';
import { type RunWish, whyNotMove } from './may-start-run.ts';
import { hasRole } from './roles.ts';

const wish: RunWish = {
  verdict: 'migratable',
  purpose: 'move',
  workloadName: 'counter',
  ageMs: 1000,
  source: { name: 'lab-a', connected: true },
  destination: { name: 'lab-b', connected: true },
  activeRun: null,
};

describe('a move', () => {
  it('may start when nothing is in its way, with options too', () => {
    expect(whyNotMove(wish)).toBeNull();
    expect(whyNotMove({ ...wish, verdict: 'migratable-with-options' })).toBeNull();
  });

  it.each([
    ['verdict-blocked', { verdict: 'blocked' }],
    ['verdict-blocked', { verdict: 'undetermined' }],
    ['verdict-blocked', { ageMs: 25 * 3600 * 1000 }],
    ['command-refused', { purpose: 'here' }],
    ['command-refused', { destination: null }],
    ['run-in-progress', { activeRun: { id: 'x' } }],
    ['host-lost', { source: { name: 'lab-a', connected: false } }],
    ['host-lost', { destination: { name: 'lab-b', connected: false } }],
  ] as const)('may not start: %s for %j', (code, change) => {
    expect(whyNotMove({ ...wish, ...change })?.code).toBe(code);
  });
});

describe('roles', () => {
  it('include what lesser ones may', () => {
    expect(hasRole('admin', 'viewer')).toBe(true);
    expect(hasRole('operator', 'operator')).toBe(true);
    expect(hasRole('viewer', 'operator')).toBe(false);
  });

  it('decide who sees arguments', () => {
    expect(presentCommand('  redis-server --pass x', 'viewer')).toBe('redis-server');
    expect(presentCommand('redis-server --pass x', 'operator')).toBe('redis-server --pass x');
  });
});
