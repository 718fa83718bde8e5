import { buildBundle, buildDestination, buildFd, buildInetSocket, buildTask } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { GodwitError } from '../errors/index.ts';
import { known, unknown } from '../facts/index.ts';
import { judge } from './judge.ts';
import { verdictSchema } from './verdict.ts';

const ring = buildFd({ fd: 8, kind: 'anon-inode', link: 'anon_inode:[io_uring]', anonInode: 'io_uring' });
const lock = buildFd({ fd: 4, locks: [{ kind: 'flock', access: 'write', line: '1: FLOCK' }] });
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof GodwitError) return error.code;
  }
  return 'nothing thrown';
};

describe('judge', () => {
  it('calls a healthy tree migratable, without an option or a finding', () => {
    for (const purpose of ['dump', 'here', 'move'] as const) {
      const verdict = judge({ source: buildBundle(), destination: buildDestination(), purpose });
      expect(verdict).toEqual({
        version: 1,
        verdict: 'migratable',
        for: purpose,
        options: { dump: [], restore: [] },
        findings: [],
        facts: { processes: 1, fds: 0, durationMs: 12 },
      });
      expect(verdictSchema.parse(verdict)).toEqual(verdict);
    }
  });

  it('is blocked by any blocker and still tells everything else, blockers first', () => {
    const source = buildBundle({
      tree: {
        tasks: [buildTask({ fds: [lock, ring] })],
        unixSockets: unknown('no'),
        inetSockets: known([buildInetSocket()]),
      },
    });
    const verdict = judge({ source, purpose: 'here' });
    expect(verdict.verdict).toBe('blocked');
    expect(verdict.findings.map(({ id }) => id)).toEqual([
      'io-uring.ring',
      'host-capabilities.not-evaluated',
      'unix-sockets.not-evaluated',
      'unix-socket-states.not-evaluated',
      'tcp-connections.connected',
      'file-locks.held',
    ]);
    expect(verdict.options.dump).toEqual(['--file-locks', '--tcp-established']);
    expect(verdict.facts).toEqual({ processes: 1, fds: 2, durationMs: 12 });
  });

  it('is undetermined when a rule that could block was not evaluated, and not when another one was', () => {
    const blind = buildBundle({ tree: { unixSockets: unknown('permission denied') } });
    expect(judge({ source: blind, purpose: 'here' }).verdict).toBe('undetermined');
    const harmless = buildBundle({ tree: { outsidePipeHolders: unknown('permission denied') } });
    const verdict = judge({ source: harmless, purpose: 'here' });
    expect(verdict.verdict).toBe('migratable');
    expect(verdict.findings.map(({ id }) => id)).toEqual(['outside-pipes.not-evaluated']);
  });

  it('names the process whose descriptors are hidden', () => {
    const hidden = { ...buildTask({ pid: 101, ppid: 100, sid: 100 }), fds: unknown<never>('permission denied') };
    const verdict = judge({ source: buildBundle({ tree: { tasks: [buildTask(), hidden] } }), purpose: 'here' });
    expect(verdict.verdict).toBe('undetermined');
    expect(verdict.findings[0]?.message).toContain('pid 101: permission denied');
  });

  it('does not miss the files of a dead task, which has none', () => {
    const gone = unknown<never>('it has ended');
    const dead = {
      ...buildTask({ pid: 101, ppid: 100, sid: 100, state: 'Z' }),
      exe: gone,
      cwd: gone,
      namespaces: gone,
    };
    expect(judge({ source: buildBundle({ tree: { tasks: [buildTask(), dead] } }), purpose: 'here' }).verdict).toBe(
      'migratable',
    );
  });

  it('asks for options and never changes the word for cautions and notes', () => {
    const locked = buildBundle({ tree: { tasks: [buildTask({ fds: [lock] })], changedWhileRead: true } });
    expect(judge({ source: locked, purpose: 'here' }).verdict).toBe('migratable-with-options');
    expect(judge({ source: buildBundle({ tree: { changedWhileRead: true } }), purpose: 'here' }).verdict).toBe(
      'migratable',
    );
  });

  it('cannot judge a move to a destination that was not asked', () => {
    const { answers: _, ...silent } = buildDestination();
    expect(judge({ source: buildBundle(), destination: silent, purpose: 'move' }).verdict).toBe('undetermined');
  });

  it('refuses a move without destination, to itself, and a bundle without a tree', () => {
    const source = buildBundle();
    const { tree: _, ...hostOnly } = source;
    expect(codeOf(() => judge({ source, purpose: 'move' }))).toBe('destination-missing');
    expect(codeOf(() => judge({ source, destination: source, purpose: 'move' }))).toBe('destination-is-source');
    expect(codeOf(() => judge({ source: hostOnly, purpose: 'here' }))).toBe('bundle-malformed');
  });

  it('takes two hosts that share one kernel for two hosts', () => {
    const destination = buildDestination({ host: { bootId: known('boot-a') } });
    expect(judge({ source: buildBundle(), destination, purpose: 'move' }).verdict).toBe('migratable');
  });
});
