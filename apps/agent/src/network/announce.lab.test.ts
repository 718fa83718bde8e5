import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { bundle } from '../../../../tools/build/bundle.mjs';
import { copyKoffiAddon, koffiBeside } from '../../../../tools/build/koffi-beside.mjs';
import { labLayout } from '../../../../tools/lab/index.mjs';
import { LabHost } from '../lab-harness/lab-host.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const name = `announce-${process.pid}`;
let folder: string;
let hosts: Record<'a' | 'b' | 'c', LabHost>;

beforeAll(async () => {
  const set = inject('labSet');
  hosts = { a: new LabHost(set, 'lab-a'), b: new LabHost(set, 'lab-b'), c: new LabHost(set, 'lab-c') };
  folder = path.join(labLayout(set).sharedDir, name);
  mkdirSync(folder);
  const entry = 'libs/host-facts/src/network/announce-address.ts';
  const outfile = path.relative(root, path.join(folder, 'announce.js'));
  await bundle(root, { entry, outfile, plugins: [koffiBeside] });
  copyKoffiAddon(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Link {
  ifname: string;
  address: string;
}

const linkTo = async (host: LabHost, peer: string): Promise<Link> => {
  const [route] = JSON.parse(await host.run('ip', '-json', 'route', 'get', peer)) as { dev: string }[];
  const [link] = JSON.parse(await host.run('ip', '-json', 'link', 'show', 'dev', route?.dev ?? '')) as Link[];
  if (!link) throw new Error(`${host.name} has no way to ${peer}`);
  return link;
};

/** Where lab-c would send to: the link address it remembers, without asking anybody. */
const remembered = async (address: string): Promise<string | undefined> => {
  const entries = JSON.parse(await hosts.c.run('ip', '-json', 'neighbour', 'show', 'to', address)) as {
    lladdr?: string;
  }[];
  return entries[0]?.lladdr;
};

it.each([
  ['gratuitous ARP', (set: number) => [`10.77.${set}.77`, '24'] as const],
  ['an unsolicited neighbour advertisement', (set: number) => [`fd77:${set}::77`, '64'] as const],
])('%s leaves the interface: a neighbour sends to the new host at once', async (_what, addressOf) => {
  const [address, length] = addressOf(inject('labSet'));
  const peer = labLayout(inject('labSet')).hosts.find((host) => host.name === 'lab-c')?.address ?? '';
  const [a, b] = [await linkTo(hosts.a, peer), await linkTo(hosts.b, peer)];
  const c = await linkTo(hosts.c, labLayout(inject('labSet')).hosts[0]?.address ?? '');
  const quiet = address.includes(':') ? ['nodad'] : [];
  const own = address.includes(':') ? address.replace(/77$/, '3') : null;
  if (own) await hosts.c.run('ip', 'address', 'replace', `${own}/${length}`, 'dev', c.ifname, 'nodad');
  try {
    await hosts.b.run('ip', 'address', 'add', `${address}/${length}`, 'dev', b.ifname, ...quiet);
    const ask =
      "import socket,sys; s=socket.socket(socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', (sys.argv[1], 9))";
    await hosts.c.run('python3', '-c', ask, address);
    await expect.poll(() => remembered(address), { timeout: 10_000 }).toBe(b.address);
    await hosts.b.run('ip', 'address', 'delete', `${address}/${length}`, 'dev', b.ifname);
    await hosts.a.run('ip', 'address', 'add', `${address}/${length}`, 'dev', a.ifname, ...quiet);
    expect(await remembered(address)).toBe(b.address);
    const announce = `const { announceAddress } = await import('/srv/shared/${name}/announce.js'); await announceAddress(${JSON.stringify({ interface: a.ifname, address })});`;
    await hosts.a.run(process.execPath, '--input-type=module', '-e', announce);
    await expect.poll(() => remembered(address), { timeout: 10_000 }).toBe(a.address);
  } finally {
    for (const [host, link] of [
      [hosts.a, a],
      [hosts.b, b],
    ] as const)
      await host.run('ip', 'address', 'delete', `${address}/${length}`, 'dev', link.ifname).catch(() => undefined);
    if (own) await hosts.c.run('ip', 'address', 'delete', `${own}/${length}`, 'dev', c.ifname);
  }
});
