import {
  buildFile,
  buildInetSocket,
  buildListener,
  buildTask,
  buildThread,
  buildTree,
  buildUnixSocket,
} from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { known, unknown } from '../facts/index.ts';
import { questionsFor } from './questions-for.ts';

describe('questionsFor', () => {
  it('asks about each file once, and for its content only where the source has one to compare', () => {
    const files = [
      buildFile({ path: '/a' }),
      buildFile({ path: '/log', openForWriting: true, buildId: known(null), sha256: unknown('written') }),
      buildFile({ path: '/gone', identity: { state: 'deleted', nlink: 0 } }),
      buildFile({ path: '/a' }),
    ];
    expect(questionsFor(buildTree({ files: known(files) }), []).files).toEqual([
      { path: '/', wantBuildId: false, wantSha256: false },
      { path: '/a', wantBuildId: true, wantSha256: true },
      { path: '/log', wantBuildId: false, wantSha256: false },
    ]);
  });

  it('asks for the directories in which unix sockets are bound', () => {
    const sockets = ['/run/a/one', '/run/a/two', '@abstract', null].map((name) =>
      buildUnixSocket({ name, state: 'listen' }),
    );
    expect(questionsFor(buildTree({ unixSockets: known(sockets) }), []).files).toEqual([
      { path: '/run/a', wantBuildId: false, wantSha256: false },
    ]);
  });

  it('asks for all ids a restore takes: processes, threads, and the sessions and groups of dead leaders', () => {
    const root = buildTask({ threads: [buildThread(), buildThread({ tid: 104 })] });
    const child = buildTask({ pid: 103, ppid: 100, sid: 102, pgid: 102 });
    expect(questionsFor(buildTree({ tasks: [root, child] }), []).ids).toEqual([100, 102, 103, 104]);
  });

  it('leaves out the session of a shell job, which takes that of its restorer', () => {
    const root = buildTask({ sid: 50, pgid: 60 });
    const child = buildTask({ pid: 103, ppid: 100, sid: 50, pgid: 60 });
    expect(questionsFor(buildTree({ tasks: [root, child] }), []).ids).toEqual([100, 103]);
  });

  it('asks for ports that are listened on or bound, not for those of connections', () => {
    const sockets = [
      buildListener({ local: { address: '::ffff:10.0.0.1', port: 80 } }),
      buildInetSocket({ local: { address: '10.0.0.1', port: 80 } }),
      buildInetSocket({ state: 'close', local: { address: '10.0.0.1', port: 81 } }),
      buildInetSocket({
        protocol: 17,
        state: 'close',
        local: { address: '0.0.0.0', port: 53 },
        remote: { address: '0.0.0.0', port: 0 },
      }),
      buildInetSocket({ protocol: 17, local: { address: '10.0.0.1', port: 40_000 } }),
      buildInetSocket({ protocol: 1, state: 'close', local: { address: '0.0.0.0', port: 0 } }),
    ];
    const { ports, addresses } = questionsFor(buildTree({ inetSockets: known(sockets) }), []);
    expect(ports).toEqual([
      { protocol: 6, address: '10.0.0.1', port: 80 },
      { protocol: 6, address: '10.0.0.1', port: 81 },
      { protocol: 17, address: '0.0.0.0', port: 53 },
    ]);
    expect(addresses).toEqual(['10.0.0.1']);
  });

  it('asks nothing about facts the source does not know', () => {
    const tree = buildTree({ files: unknown('no'), inetSockets: unknown('no') });
    const nonces = [{ directory: '/srv', file: '.godwit-1', nonce: 'n' }];
    expect(questionsFor(tree, nonces)).toEqual({
      files: [],
      ids: [100],
      ports: [],
      addresses: [],
      nonces,
      unixNames: [],
      terminals: [],
      remotes: [],
    });
  });
});
