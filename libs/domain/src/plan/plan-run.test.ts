import { describe, expect, it } from 'vitest';
import type { FactBundle, InetSocket, Task, TreeFacts } from '../facts/index.ts';
import { copyCgroup } from './copy-cgroup.ts';
import { holdSecondsFor } from './hold-seconds.ts';
import { listeningPorts } from './listening-ports.ts';
import { planDump, planMove } from './plan-run.ts';

const socket = (changes: Partial<InetSocket>): InetSocket => ({
  inode: '1',
  pids: [100],
  family: 'ipv4',
  protocol: 6,
  state: 'listen',
  local: { address: '0.0.0.0', port: 80 },
  remote: { address: '0.0.0.0', port: 0 },
  receiveQueueBytes: 0,
  sendQueueBytes: 0,
  ...changes,
});

const tree = {
  rootPid: 100,
  tasks: [{ pid: 100, sid: 100, pgid: 100, startTimeTicks: 5, threads: [{ tid: 100 }, { tid: 101 }] } as Task],
  inetSockets: { known: true, value: [socket({})] },
  dumpedMemoryBytes: { known: true, value: 1000 },
} as TreeFacts;
const workload = { key: 'unit:counter', name: 'counter', ownCgroup: null, serviceAddress: '10.0.0.9' };
const options = { dump: ['--tcp-established'], restore: [] };
const source = { tree } as FactBundle;

describe('the plan of a move', () => {
  it('names the tree, its ids, its ports and where the copy is to live', () => {
    expect(planMove({ source, options, workload })).toEqual({
      kind: 'move',
      pid: 100,
      startTimeTicks: 5,
      taskPids: [100],
      workloadKey: 'unit:counter',
      workloadName: 'counter',
      options,
      cgroup: '/godwit-workloads/unit:counter',
      serviceAddress: '10.0.0.9',
      listeningPorts: [{ protocol: 6, port: 80 }],
      ids: [100, 101],
      expectedBytes: 1000,
      holdSeconds: 31,
    });
  });

  it('holds as long as it is told', () => {
    expect(planMove({ source, options, workload, holdSeconds: 7 }).holdSeconds).toBe(7);
  });

  it('has a stop rule in a pre-copy, from the size of its memory, and in no other mode', () => {
    const planned = planMove({ source, options, workload, controls: { mode: 'pre-copy' } });
    expect(planned.stopRule).toEqual({ mostRounds: 8, enoughBytes: 4 << 20, leastShrink: 0.8 });
    expect(planMove({ source, options, workload, controls: { mode: 'post-copy' } }).stopRule).toBeUndefined();
  });

  it('is refused without a tree, or without its root', () => {
    expect(() => planMove({ source: {} as FactBundle, options, workload })).toThrow('no process tree');
    const rootless = { tree: { ...tree, rootPid: 7 } } as FactBundle;
    expect(() => planDump({ source: rootless, options, workload, leaveRunning: true })).toThrow('root process');
  });
});

describe('the hold', () => {
  it('grows with the size, and has an end', () => {
    expect(holdSecondsFor(0)).toBe(30);
    expect(holdSecondsFor(1024 ** 3)).toBe(82);
    expect(holdSecondsFor(1024 ** 4)).toBe(900);
  });
});

describe('the cgroup of the copy', () => {
  it('is the one it had, without what an agent would refuse', () => {
    expect(copyCgroup('/system.slice/a\\x2db.service', 'k')).toBe('/system.slice/a_x2db.service');
  });

  it('has one level under ours when it had none of its own', () => {
    expect(copyCgroup(null, 'command:/usr/bin/x y')).toBe('/godwit-workloads/command:_usr_bin_x_y');
  });
});

describe('ports on which strangers may come', () => {
  it('are listeners and bound datagram sockets, each once', () => {
    const value = [
      socket({}),
      socket({ family: 'ipv6' }),
      socket({ state: 'established', remote: { address: '1.2.3.4', port: 9 } }),
      socket({ protocol: 17, state: 'close', local: { address: '0.0.0.0', port: 53 } }),
      socket({
        protocol: 17,
        state: 'established',
        local: { address: '0.0.0.0', port: 54 },
        remote: { address: '1.2.3.4', port: 9 },
      }),
    ];
    expect(listeningPorts({ ...tree, inetSockets: { known: true, value } })).toEqual([
      { protocol: 6, port: 80 },
      { protocol: 17, port: 53 },
    ]);
  });
});
