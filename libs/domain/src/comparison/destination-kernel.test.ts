import { buildBundle, buildDestination, buildFd, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known } from '../facts/index.ts';
import { destinationKernel } from './destination-kernel.ts';

const there = (host: Partial<HostFacts>): FactBundle => buildDestination({ host });
const kernel = (release: string, architecture = 'x86_64') => known({ release, version: '', architecture });
const cpu = (flags: string[], vendor = 'GenuineIntel') => known({ vendor, model: 'Xeon', flags, count: 2 });

const mapped = (changes: Parameters<typeof buildMapping>[0]): FactBundle =>
  buildBundle({ tree: { tasks: [buildTask({ mappings: [buildMapping(changes)] })] } });

describeRule(destinationKernel, {
  silent: [
    { name: 'two hosts alike' },
    { name: 'a newer kernel', destination: there({ kernel: kernel('7.0.1') }) },
    { name: 'another patch of the same kernel', destination: there({ kernel: kernel('6.18.0-rc1') }) },
    {
      name: 'more instructions, and no virtualisation',
      destination: there({ cpu: cpu(['sse4_2', 'avx2', 'avx512f']) }),
    },
  ],
  fires: [
    {
      name: 'another architecture, and nothing else is compared',
      destination: there({ kernel: kernel('5.0', 'aarch64'), cpu: cpu([]) }),
      finding: { id: 'destination-kernel.architecture', severity: 'blocker' },
    },
    {
      name: 'another page size',
      destination: there({ pageSizeBytes: known(65_536) }),
      finding: { id: 'destination-kernel.page-size', severity: 'blocker' },
    },
    {
      name: 'an instruction that is missing there',
      destination: there({ cpu: cpu(['sse4_2', 'vmx']) }),
      finding: { id: 'destination-kernel.cpu-flags', severity: 'blocker', evidence: { here: 'Xeon', there: 'avx2' } },
    },
    {
      name: 'an instruction few programs use',
      source: buildBundle({ host: { cpu: cpu(['sse4_2', 'avx2', 'sha_ni']) } }),
      finding: {
        id: 'destination-kernel.cpu-extras',
        severity: 'caution',
        evidence: { here: 'Xeon', there: 'sha_ni' },
      },
    },
    {
      name: 'a processor without XSAVE',
      source: buildBundle({ host: { cpu: cpu(['sse4_2', 'avx2', 'xsave']) } }),
      finding: { id: 'destination-kernel.no-xsave', severity: 'blocker' },
    },
    {
      name: 'memory above what the processor there addresses',
      source: mapped({ start: '800000000000', end: '800000001000' }),
      finding: { id: 'destination-kernel.address-width', severity: 'blocker' },
    },
    {
      name: 'a shadow stack',
      source: mapped({ vmFlags: ['rd', 'ss'] }),
      finding: { id: 'destination-kernel.shadow-stack', severity: 'blocker' },
    },
    {
      name: 'a kernel that was built without what the tree holds',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({ fds: [buildFd({ kind: 'anon-inode', anonInode: 'inotify', link: 'anon_inode:inotify' })] }),
          ],
        },
      }),
      destination: there({ kernelConfig: known({ INOTIFY_USER: 'n' }) }),
      finding: { id: 'destination-kernel.kernel-option', severity: 'blocker' },
    },
    {
      name: 'another maker of processors',
      destination: there({ cpu: cpu(['sse4_2', 'avx2'], 'AuthenticAMD') }),
      finding: { id: 'destination-kernel.cpu-vendor', severity: 'caution' },
    },
    {
      name: 'an older kernel',
      destination: there({ kernel: kernel('6.1.0') }),
      finding: { id: 'destination-kernel.older-kernel', severity: 'caution' },
    },
  ],
});
