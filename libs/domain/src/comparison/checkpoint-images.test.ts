import { buildCheckpoint, buildDestination, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known } from '../facts/index.ts';
import { checkpointImages } from './checkpoint-images.ts';

type Criu = Extract<HostFacts['criu'], { known: true }>['value'];
const there = (changes: Partial<Criu> = {}): FactBundle =>
  buildDestination({
    host: {
      criu: known({ path: '/criu', version: '4.2.1', checkProblem: null, features: {}, tcpProbe: null, ...changes }),
    },
  });
const build = { support: { nftables: true, tls: true, bpf: false }, pluginDirectory: '/usr/lib/criu', plugins: [] };
const made = (option: string, atRestore: string | null) => ({ options: [{ option, because: 'it shows', atRestore }] });
const destination = there();

describeRule(checkpointImages, {
  silent: [
    { name: 'whole images', destination },
    {
      name: 'options that matter only to the dump',
      destination,
      checkpoint: buildCheckpoint(made('--link-remap', null)),
    },
    {
      name: 'a chain whose earlier dump is there',
      destination,
      checkpoint: buildCheckpoint({ parentBytes: 4096, parentThere: true }),
    },
  ],
  fires: [
    {
      name: 'no inventory',
      destination,
      checkpoint: buildCheckpoint({ finished: false, problems: [{ image: 'inventory.img', message: 'missing' }] }),
      finding: { id: 'checkpoint-images.unfinished', severity: 'blocker' },
    },
    {
      name: 'an image that was cut off',
      destination,
      checkpoint: buildCheckpoint({ problems: [{ image: 'core-7.img', message: 'core-7.img ends too early.' }] }),
      finding: { id: 'checkpoint-images.damaged', severity: 'blocker', message: 'core-7.img ends too early.' },
      criuLine: 'Error (criu/image.c:753): Unexpected EOF on (empty-image)',
    },
    {
      name: 'a format of the future',
      destination,
      checkpoint: buildCheckpoint({ imageVersion: 3 }),
      finding: { id: 'checkpoint-images.version', severity: 'blocker' },
      criuLine: 'Error (criu/image.c:71): Not supported images version 3',
    },
    {
      name: 'a chain whose earlier dump is gone',
      destination,
      checkpoint: buildCheckpoint({ parentBytes: 4096, parentThere: false }),
      finding: { id: 'checkpoint-images.parent-missing', severity: 'blocker' },
    },
    {
      name: 'pages that only a server had',
      destination,
      checkpoint: buildCheckpoint({ lazyBytes: 4096 }),
      finding: { id: 'checkpoint-images.pages-elsewhere', severity: 'blocker' },
    },
    {
      name: 'a plugin that is missing',
      destination: there({ build: known(build) }),
      checkpoint: buildCheckpoint({ plugins: ['cuda_plugin'] }),
      finding: { id: 'checkpoint-images.plugin-missing', severity: 'blocker' },
    },
    {
      name: 'an option CRIU asks for again',
      destination,
      checkpoint: buildCheckpoint(made('--shell-job', '--shell-job')),
      finding: {
        id: 'checkpoint-images.option',
        severity: 'needs-option',
        remedies: [{ text: 'Restore with --shell-job.', options: { dump: [], restore: ['--shell-job'] } }],
      },
    },
    {
      name: 'something outside that must be named',
      destination,
      checkpoint: buildCheckpoint(made('--external file[...]', '--inherit-fd')),
      finding: { id: 'checkpoint-images.given', severity: 'not-evaluated' },
    },
    {
      name: 'namespaces of its own',
      destination,
      checkpoint: buildCheckpoint({ ownNamespaces: ['mnt', 'pid'] }),
      finding: { id: 'checkpoint-images.namespaces', severity: 'not-evaluated' },
    },
    {
      name: 'connections locked with nftables, and CRIU without it',
      destination: there({ features: { network_lock_nftables: false } }),
      checkpoint: buildCheckpoint({
        networkLock: 'nftables',
        options: [{ option: '--tcp-established', because: 'it shows', atRestore: null }],
      }),
      finding: { id: 'checkpoint-images.lock-missing', severity: 'blocker' },
    },
  ],
});
