import { buildBundle, buildFd, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known, type Mapping, type OpenFd } from '../facts/index.ts';
import { restoreLimits } from './restore-limits.ts';

/** Every capability but CAP_SYS_RESOURCE, CAP_IPC_LOCK and CAP_SYS_RAWIO, which lift limits. */
const weak = { uid: 0, capEffective: '000001fffefdbfff', seccompMode: 0, yamaPtraceScope: 0 };
const soft = (name: string, value: number): HostFacts['ownLimits'] => known({ [name]: { soft: value, hard: value } });
const tree = (given: { fds?: OpenFd[]; mappings?: Mapping[] }, host: Partial<HostFacts> = {}): FactBundle =>
  buildBundle({ host: { privileges: known(weak), ...host }, tree: { tasks: [buildTask(given)] } });
const limits = {
  pidMax: 32_768,
  threadsMax: 1000,
  nrOpen: 1_048_576,
  unprivilegedPortStart: 1024,
  overcommitMemory: 0,
};

describeRule(restoreLimits, {
  silent: [
    { name: 'a healthy tree' },
    {
      name: 'the highest descriptor that CRIU manages',
      source: tree({ fds: [buildFd({ fd: 992 })] }, { ownLimits: soft('nofile', 1024) }),
    },
    {
      name: 'a high descriptor, and CRIU may raise its limit',
      source: tree(
        { fds: [buildFd({ fd: 3000 })] },
        {
          ownLimits: soft('nofile', 1024),
          privileges: known({ ...weak, capEffective: '000001ffffffffff' }),
        },
      ),
    },
    { name: 'limits that were not read', source: tree({ fds: [buildFd({ fd: 3000 })] }) },
  ],
  fires: [
    {
      name: 'a descriptor beyond the limit of CRIU',
      source: tree({ fds: [buildFd({ fd: 3000 })] }, { ownLimits: soft('nofile', 1024) }),
      finding: { id: 'restore-limits.descriptor-number', severity: 'blocker' },
      criuLine: "Error (criu/servicefd.c:282): sfd: Can't chose service_fd_base: 1024 3032",
    },
    {
      name: 'more mappings than the kernel allows now',
      source: tree({ mappings: [buildMapping(), buildMapping()] }, { limits: known({ ...limits, maxMapCount: 1 }) }),
      finding: { id: 'restore-limits.too-many-mappings', severity: 'blocker' },
    },
    {
      name: 'a limit of the address space',
      source: tree({ mappings: [buildMapping({ sizeBytes: 200_000 })] }, { ownLimits: soft('as', 100_000) }),
      finding: { id: 'restore-limits.address-space', severity: 'blocker' },
      criuLine: "Error (criu/shmem.c:526): Can't mmap shmem 0x35161 size=209715200: Cannot allocate memory",
    },
    {
      name: 'locked memory',
      source: tree(
        { mappings: [buildMapping({ sizeBytes: 200_000, vmFlags: ['rd', 'lo'] })] },
        { ownLimits: soft('memlock', 100_000) },
      ),
      finding: { id: 'restore-limits.locked-memory', severity: 'blocker' },
      criuLine:
        "pie: 12986: Error (criu/pie/restorer.c:1883): Can't restore 0x7f83b54c9000 mapping with 0xfffffffffffffff5",
    },
    {
      name: 'memory at a low address',
      source: tree(
        { mappings: [buildMapping({ start: '1000', end: '2000' })] },
        { sysctls: { 'vm.mmap_min_addr': known('65536') } },
      ),
      finding: { id: 'restore-limits.low-address', severity: 'blocker' },
    },
  ],
});
