import {
  buildBundle,
  buildDestination,
  buildFd,
  buildMapping,
  buildTask,
  buildThread,
  describeRule,
} from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known, type Mapping, type OpenFd } from '../facts/index.ts';
import { destinationLimits } from './destination-limits.ts';

const weak = { uid: 0, capEffective: '000001fffefdbfff', seccompMode: 0, yamaPtraceScope: 0 };
const limits = {
  pidMax: 32_768,
  threadsMax: 1000,
  nrOpen: 1_048_576,
  unprivilegedPortStart: 1024,
  maxMapCount: 65_530,
  overcommitMemory: 0,
};
const soft = (name: string, value: number): HostFacts['ownLimits'] => known({ [name]: { soft: value, hard: value } });
const tree = (given: { fds?: OpenFd[]; mappings?: Mapping[] }): FactBundle =>
  buildBundle({ tree: { tasks: [buildTask(given)] } });
const there = (host: Partial<HostFacts>): FactBundle =>
  buildDestination({ host: { privileges: known(weak), limits: known(limits), ...host } });
const many = buildBundle({
  tree: { tasks: [buildTask({ threads: [buildThread(), buildThread({ tid: 101 }), buildThread({ tid: 102 })] })] },
});

describeRule(destinationLimits, {
  silent: [
    { name: 'two hosts alike' },
    {
      name: 'tasks that fit',
      source: many,
      destination: there({ cgroupLimits: known({ memoryLeftBytes: null, pidsLeft: 3 }) }),
    },
  ],
  fires: [
    {
      name: 'a descriptor beyond the limit there',
      source: tree({ fds: [buildFd({ fd: 1000 })] }),
      destination: there({ ownLimits: soft('nofile', 1024) }),
      finding: { id: 'destination-limits.descriptor-number', severity: 'blocker' },
    },
    {
      name: 'more mappings than the kernel there allows',
      source: tree({ mappings: [buildMapping(), buildMapping()] }),
      destination: there({ limits: known({ ...limits, maxMapCount: 1 }) }),
      finding: { id: 'destination-limits.too-many-mappings', severity: 'blocker' },
    },
    {
      name: 'a limit of the address space there',
      source: tree({ mappings: [buildMapping({ sizeBytes: 200_000 })] }),
      destination: there({ ownLimits: soft('as', 100_000) }),
      finding: { id: 'destination-limits.address-space', severity: 'blocker' },
    },
    {
      name: 'locked memory',
      source: tree({ mappings: [buildMapping({ vmFlags: ['lo'] })] }),
      destination: there({ ownLimits: soft('memlock', 1000) }),
      finding: { id: 'destination-limits.locked-memory', severity: 'blocker' },
    },
    {
      name: 'memory at a low address',
      source: tree({ mappings: [buildMapping({ start: '1000', end: '2000' })] }),
      destination: there({ sysctls: { 'vm.mmap_min_addr': known('65536') } }),
      finding: { id: 'destination-limits.low-address', severity: 'blocker' },
    },
    {
      name: 'more tasks than the group there takes',
      source: many,
      destination: there({ cgroupLimits: known({ memoryLeftBytes: null, pidsLeft: 2 }) }),
      finding: { id: 'destination-limits.too-many-tasks', severity: 'blocker' },
      criuLine: 'pie: 12856: Error (criu/pie/restorer.c:2185): Unable to create a thread: -11',
    },
    {
      name: 'an id beyond the highest there',
      source: tree({}),
      destination: there({ limits: known({ ...limits, pidMax: 100 }) }),
      finding: { id: 'destination-limits.pid-limit-raised', severity: 'caution' },
    },
  ],
});
