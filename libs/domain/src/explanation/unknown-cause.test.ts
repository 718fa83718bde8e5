import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainLog } from './index.ts';

const readLog = (name: string): string => readFileSync(new URL(`./recorded/${name}.log`, import.meta.url), 'utf8');

const failing = (...errors: string[]): string =>
  [
    '(00.000135) Version: 4.2.1 (gitid 0)',
    '(00.005274) Error (criu/sockets.c:209): sockets: Diag module missing (-2)',
    '(00.005281) Error (criu/util.c:641): exited, status=3',
    '(00.101342) Dumping processes (pid: 9573 comm: python3)',
    "(00.101354) Error (criu/util.c:1534): rlimit: Can't setup RLIMIT_NOFILE for self: Operation not permitted",
    ...errors,
    '(00.117274) Error (criu/cr-dump.c:1975): Dumping FAILED.',
  ].join('\n');

describe('an error that nobody has seen yet', () => {
  it('is said to be unknown, and its line is kept', () => {
    const wanted = readLog('dump-tcp-established').replace(
      'inet: Connected TCP socket, consider using --tcp-established option.',
      'inet: Sockets of the third kind are not dumped',
    );
    const explanation = explainLog(wanted);
    expect(explanation).toMatchObject({ outcome: 'unknown', errorId: null, findings: [] });
    expect(explanation.cause?.text).toBe('inet: Sockets of the third kind are not dumped');
    expect(explanation.cause?.raw).toContain('criu/sk-inet.c');
    expect(explanation.meaning).toContain('not in the catalogue');
  });

  it('is explained by the next one when that is known', () => {
    const log = failing(
      '(00.112824) Error (criu/odd.c:12): odd: The filter said no',
      '(00.112825) Error (criu/sk-tcp.c:81): tcp: Failed to lock TCP connection 1b735c',
      '(00.112826) Error (criu/cr-dump.c:1545): Dump files (pid: 11467) failed with -1',
    );
    const { outcome, errorId, skipped } = explainLog(log);
    expect({ outcome, errorId }).toEqual({ outcome: 'explained', errorId: 'network-lock-failed' });
    expect(skipped.map(({ text }) => text)).toContain('odd: The filter said no');
  });

  it('is not explained by what follows from it', () => {
    const log = failing(
      '(00.112824) Error (criu/odd.c:12): odd: The filter said no',
      '(00.112826) Error (criu/cr-dump.c:1545): Dump files (pid: 11467) failed with -1',
      '(00.112827) Error (compel/src/lib/infect.c:417): Unable to detach from 11467: No such process',
    );
    expect(explainLog(log)).toMatchObject({ outcome: 'unknown', cause: { text: 'odd: The filter said no', line: 6 } });
  });

  it('is not mistaken for CRIU trying out the kernel', () => {
    expect(explainLog(failing())).toMatchObject({ outcome: 'unknown', cause: { text: 'Dumping FAILED.' } });
  });
});

describe('lines as runtimes and older versions print them', () => {
  it.each([
    'Error (criu/sk-inet.c:200): inet: Connected TCP socket, consider using --tcp-established option.',
    '(00.118538) Error (sk-inet.c:200): inet: Connected TCP socket, consider using --tcp-established option.\r',
    'crun: (00.118538) Error (criu/sk-inet.c:200): inet: Connected TCP socket, consider using --tcp-established option.',
    '(00.118538)  11467: Error (criu/sk-inet.c:200): inet: Connected TCP socket, consider using --tcp-established option.',
  ])('%s', (line) => {
    expect(explainLog(line)).toMatchObject({ outcome: 'explained', errorId: 'tcp-connected', cause: { line: 1 } });
  });

  it('a line that only a rule knows is explained by the rule', () => {
    const explanation = explainLog('Error (criu/cr-check.c:1): Does not look good.');
    expect(explanation).toMatchObject({ outcome: 'explained', errorId: null });
    expect(explanation.meaning).toContain('preflight');
    expect(explanation.findings.length).toBeGreaterThan(0);
  });
});

describe('texts that are no log', () => {
  it.each(['', 'hello\nworld\n', '{"error": true}', '\u0000\u0001\u0002'])('%j', (text) => {
    expect(explainLog(text)).toMatchObject({ outcome: 'no-log', cause: null });
  });

  it('end soon however long and odd they are', () => {
    const started = performance.now();
    explainLog('x'.repeat(20_000_000));
    explainLog(`${'(00.000000) Error (criu/a.c:1): Can t open file '.repeat(50_000)}\n`);
    explainLog('(00.000001) Error (criu/a.c:1): odd thing\n'.repeat(100_000));
    explainLog('(00.000001) pie: 7: `- returned 0\n'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
