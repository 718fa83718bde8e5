import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect } from 'vitest';
import { describeWithCriu } from './describe-with-criu.ts';
import { fromTheMachine, inNamespace } from './in-namespace.ts';

const named = 'godwit-trial';
const ip = (...argv: string[]) => execFileSync('ip', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const forget = (...argv: string[]): void => {
  try {
    ip(...argv);
  } catch {
    // It went with its namespace.
  }
};

beforeAll(() => {
  ip('netns', 'add', named);
  ip('link', 'add', 'gwtrial0', 'type', 'veth', 'peer', 'name', 'gwtrial1', 'netns', named);
});

afterAll(() => {
  ip('netns', 'del', named);
  for (const link of ['gwtrial0', 'gwtrial2']) forget('link', 'del', link);
});

const inside = (pid: number, ...argv: string[]): string =>
  execFileSync('nsenter', ['--net', '--target', String(pid), ...argv], { encoding: 'utf8' });

/** A pair with one end in the namespace that the shell is in, made from there. */
const outerEnd = 'ip link add eth0 type veth peer name gwtrial2 netns $PPID_NET';

describeWithCriu('network links', [
  {
    name: 'a bridge with an address, and a pair with both ends inside',
    program: inNamespace(
      '--net',
      'ip link add br0 type bridge; ip addr add 10.9.9.1/24 dev br0; ip link set br0 up; ip link add v0 type veth peer name v1',
    ),
    finds: [],
    mayFind: fromTheMachine,
    after: (pid) => expect(inside(pid, 'ip', 'addr')).toContain('10.9.9.1/24'),
  },
  {
    name: 'an intermediate functional block, which CRIU does not know',
    program: inNamespace('--net', 'ip link add t0 type ifb'),
    finds: ['network-links.unsupported-link'],
    mayFind: fromTheMachine,
  },
  {
    name: 'a pair with its other end on the host',
    program: inNamespace('--net', outerEnd.replace('$PPID_NET', '"$outer"'), "os.environ['outer'] = str(os.getppid())"),
    finds: ['network-links.peer-outside'],
    mayFind: fromTheMachine,
    settled: () => !existsSync('/sys/class/net/gwtrial2'),
    after: (pid) => {
      expect(ip('link', 'show', 'gwtrial2')).toContain('gwtrial2@');
      expect(inside(pid, 'ip', 'link')).toContain('eth0@');
    },
  },
  {
    name: 'a namespace with a name and a link to the host',
    program: `ready(); os.execvp('nsenter', ['nsenter', '--net=/run/netns/${named}', 'sleep', '1000'])`,
    finds: ['network-links.kept-outside'],
    mayFind: fromTheMachine,
    after: (pid) => expect(inside(pid, 'ip', 'link')).toContain('gwtrial1@'),
  },
  {
    name: 'traffic control, a neighbour and a setting, which are lost',
    program: inNamespace(
      '--net',
      'ip link set lo up; tc qdisc add dev lo root tbf rate 1mbit burst 10k latency 50ms; ip link add br0 type bridge; ip neigh add 10.0.0.9 lladdr 00:11:22:33:44:55 dev br0 nud permanent; echo 77 > /proc/sys/net/core/somaxconn',
    ),
    finds: ['network-settings.traffic-control', 'network-settings.neighbours', 'network-settings.settings'],
    mayFind: fromTheMachine,
    after: (pid) => {
      expect(inside(pid, 'tc', 'qdisc')).not.toContain('tbf');
      expect(inside(pid, 'cat', '/proc/sys/net/core/somaxconn').trim()).not.toBe('77');
    },
  },
]);
