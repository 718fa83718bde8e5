import { buildBundle, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known, type Mapping } from '../facts/index.ts';
import { memorySupport } from './memory-support.ts';

interface Host {
  version?: string;
  release?: string;
  features?: Record<string, boolean>;
}

const tree = (mappings: Mapping[], { version = '4.2.1', release = '6.18.0', features = {} }: Host = {}): FactBundle => {
  const bundle = buildBundle({ tree: { tasks: [buildTask({ mappings })] } });
  const { criu, kernel } = bundle.host;
  if (!criu.known || !kernel.known) throw new Error('The builder gives both.');
  const host: HostFacts = {
    ...bundle.host,
    criu: known({ ...criu.value, version, features }),
    kernel: known({ ...kernel.value, release }),
  };
  return { ...bundle, host };
};

const flagged = (flag: string): Mapping => buildMapping({ vmFlags: ['rd', 'wr', flag] });
const vast = buildMapping({ sizeBytes: 2 ** 44 });

describeRule(memorySupport, {
  silent: [
    { name: 'every kind with a new CRIU', source: tree([flagged('ht'), flagged('ss'), flagged('gu'), vast]) },
    {
      name: 'a 64-bit program without support for others',
      source: tree([buildMapping()], { features: { compat_cr: false } }),
    },
    { name: 'ordinary memory with an old one', source: tree([buildMapping()], { version: '3.16', release: '5.10.0' }) },
  ],
  fires: [
    {
      name: 'huge pages',
      source: tree([flagged('ht'), flagged('ht')], { version: '3.16.1' }),
      finding: { id: 'memory-support.huge-pages', severity: 'blocker' },
    },
    {
      name: 'a shadow stack',
      source: tree([flagged('ss')], { version: '3.19' }),
      finding: { id: 'memory-support.shadow-stack', noticed: 'restore' },
    },
    {
      name: 'guard regions with an older CRIU',
      source: tree([flagged('gu')], { version: '4.1.1' }),
      finding: { id: 'memory-support.guard-regions' },
    },
    {
      name: 'guard regions on a kernel that does not tell them',
      source: tree([flagged('gu')], { features: { pagemap_scan_guard_pages: false } }),
      finding: { id: 'memory-support.guard-regions' },
    },
    {
      name: 'a 32-bit program without support for it',
      source: tree([buildMapping({ start: '08048000', end: '08049000' }), buildMapping({ end: 'ffbe7000' })], {
        features: { compat_cr: false },
      }),
      finding: { id: 'memory-support.compat-task', severity: 'blocker' },
    },
    {
      name: 'a reservation of terabytes on an old kernel',
      source: tree([vast], { release: '6.1.0' }),
      finding: { id: 'memory-support.vast', severity: 'caution' },
    },
  ],
});
