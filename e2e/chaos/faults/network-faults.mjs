import { spawnSync } from 'node:child_process';
import { findVictims } from '../victims.mjs';

const table = 'godwit_chaos';

/** Inside the network of a lab host. */
function inNetwork(host, argv, input) {
  const entered = ['--target', String(host.initPid), '--net', '--', ...argv];
  return spawnSync('nsenter', entered, { encoding: 'utf8', input });
}

const chains = (rule) => `table netdev ${table} {
  chain in {
    type filter hook ingress device eth0 priority -500;
    ${rule}
  }
  chain out {
    type filter hook egress device eth0 priority -500;
    ${rule}
  }
}
`;

/** Drops what goes over a host's link; it counts when the rule's counter rose. */
function strikeWithRule(host, rule, lastsMs) {
  const { status, stderr } = inNetwork(host, ['nft', '-f', '-'], chains(rule));
  if (status !== 0) return { hit: false, why: `nft: ${stderr}` };
  let dropped = 0;
  const end = () => {
    const listed = inNetwork(host, ['nft', 'list', 'table', 'netdev', table]).stdout ?? '';
    dropped = [...listed.matchAll(/counter packets (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    inNetwork(host, ['nft', 'delete', 'table', 'netdev', table]);
  };
  return {
    hit: true,
    detail: `on ${host.name} for ${lastsMs} ms`,
    lastsMs,
    end,
    confirm: () => (dropped > 0 ? null : 'the rule dropped no packet'),
  };
}

export const cutLink = (host, lastsMs) => strikeWithRule(host, 'counter drop', lastsMs);
export const loseOnLink = (host, lastsMs) => strikeWithRule(host, 'numgen random mod 100 < 20 counter drop', lastsMs);

/** A token bucket on what leaves the host; it counts when it held packets back. */
export function slowLink(host, lastsMs) {
  const bucket = ['root', 'tbf', 'rate', '16mbit', 'burst', '64kb', 'latency', '2s'];
  const { status, stderr } = inNetwork(host, ['tc', 'qdisc', 'add', 'dev', 'eth0', ...bucket]);
  if (status !== 0) return { hit: false, why: `tc: ${stderr}` };
  let sent = 0;
  const end = () => {
    const shown = inNetwork(host, ['tc', '-s', 'qdisc', 'show', 'dev', 'eth0']).stdout ?? '';
    sent = Number(/Sent \d+ bytes (\d+) pkt/.exec(shown)?.[1] ?? 0);
    inNetwork(host, ['tc', 'qdisc', 'del', 'dev', 'eth0', 'root']);
  };
  return {
    hit: true,
    detail: `on ${host.name} for ${lastsMs} ms`,
    lastsMs,
    end,
    confirm: () => (sent > 0 ? null : 'no packet passed the slowed link'),
  };
}

/** Closes the connection over which the images travel, on both ends, as a reset would. */
export function cutChannel(run) {
  const [hold] = findVictims('source-hold', run);
  if (!hold) return { hit: false, why: 'there is no hold process that has a channel' };
  const host = run.hosts.find(({ name }) => name === run.source);
  const peer = run.hostAddress[run.destination];
  const list = () => connections(host, peer);
  const before = list().filter(({ pids }) => pids.includes(innerPid(run, hold)));
  if (before.length === 0) return { hit: false, why: 'the channel is closed already' };
  const [{ localPort, peerPort }] = before;
  inNetwork(host, ['ss', '-K', 'dst', peer, 'dport', '=', String(peerPort), 'sport', '=', String(localPort)]);
  const isLeft = list().some((one) => one.localPort === localPort && one.peerPort === peerPort);
  if (isLeft) return { hit: false, why: 'the kernel did not close the channel' };
  return { hit: true, detail: `port ${peerPort} of ${run.destination}`, lastsMs: 0 };
}

function connections(host, peer) {
  const { stdout } = spawnSync(
    'nsenter',
    ['--target', String(host.initPid), '--net', '--pid', '--mount', '--', 'ss', '-tnpH', 'dst', peer],
    {
      encoding: 'utf8',
    },
  );
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const words = line.split(/\s+/);
      const port = (word) => Number(word.split(':').at(-1));
      return {
        localPort: port(words[3]),
        peerPort: port(words[4]),
        pids: [...line.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid)),
      };
    });
}

const innerPid = (run, { pid }) => run.innerPidOf(pid);
