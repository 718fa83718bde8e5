import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { known } from '@godwit/domain/facts';
import { describe, expect, test } from 'vitest';
import { findDebian13Criu } from '../../tools/criu/find-debian-13-criu.mjs';
import { expectForetold } from './describe-with-criu.ts';
import { collectSource } from './judge-program.ts';
import { keepPython } from './kept-program.ts';
import { tryOwnDestination } from './own-destination.ts';
import type { Holding } from './take-places.ts';

/** The address this machine sends from. */
const ownAddress = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.connect(9, '198.51.100.1', () => {
      resolve(socket.address().address);
      socket.close();
    });
  });

/** A network namespace with this machine's address and no way out: a restore finds neither route nor interface there. */
const emptyNetwork = async (): Promise<{ enter: string[]; end: Holding }> => {
  const script = `ip link set lo up; ip address add ${await ownAddress()}/32 dev lo; echo up; exec sleep 60`;
  const child = spawn('unshare', ['--net', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { enter: ['nsenter', `--net=/proc/${child.pid}/ns/net`], end: () => void child.kill('SIGKILL') };
};

interface Trial {
  name: string;
  rule: string;
  program: string;
  finds: string[];
}

/** The interface by which this machine reaches others. */
const outward = `
route = [line.split() for line in open('/proc/net/route')][1:]
device = next(fields[0] for fields in route if fields[1] == '00000000')
`;

const trials: Trial[] = [
  {
    name: 'a datagram socket that is connected to where no route leads',
    rule: 'destination-routes',
    program: `${outward}
mine = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mine.bind(('0.0.0.0', 0))
mine.connect(('198.51.100.1', 9))
ready()
wait()`,
    finds: ['unreachable'],
  },
  {
    name: 'a socket that is bound to an interface',
    rule: 'destination-routes',
    program: `${outward}
mine = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mine.setsockopt(socket.SOL_SOCKET, 25, device.encode())
mine.bind(('0.0.0.0', 0))
ready()
wait()`,
    finds: ['interface-missing'],
  },
];

describe('the network of a destination, judged and then tried', () => {
  test.each(trials)('$rule: $name', async ({ rule, program, finds }) => {
    const kept = await keepPython(program);
    const network = await emptyNetwork();
    try {
      const source = await collectSource(kept.pid, { hash: true });
      // What a collector in that namespace would tell.
      const answers = { unreachable: known([{ address: '198.51.100.1', reason: 'ENETUNREACH' }]) };
      const { findings, restored } = await tryOwnDestination(rule, source, () => {}, {
        under: network.enter,
        host: () => ({ interfaces: known(['lo']) }),
        answers,
      });
      expect(findings.map(({ id }) => id)).toEqual(finds.map((kind) => `${rule}.${kind}`));
      expect(restored.code).not.toBe(0);
      for (const finding of findings) expectForetold(finding, restored);
    } finally {
      network.end();
      await kept.stop();
    }
  });
});

test('destination-criu: images of a newer CRIU', async () => {
  const older = await findDebian13Criu();
  const kept = await keepPython('ready()\nwait()');
  try {
    const source = await collectSource(kept.pid, { hash: true });
    const { findings, restored } = await tryOwnDestination('destination-criu', source, () => {}, {
      criuPath: older,
      host: ({ criu }) => (criu.known ? { criu: known({ ...criu.value, version: '4.1.1' }) } : {}),
    });
    expect(findings.map(({ id }) => id)).toContain('destination-criu.older');
    expect(restored.code).not.toBe(0);
    for (const finding of findings.filter(({ severity }) => severity === 'blocker')) expectForetold(finding, restored);
  } finally {
    await kept.stop();
  }
});

test('the machine has a default route, or the trials above prove nothing', () => {
  expect(readFileSync('/proc/net/route', 'utf8')).toMatch(/\t00000000\t/);
});
