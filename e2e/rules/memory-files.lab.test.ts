import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('memory-files', [
  {
    name: 'memory in ordinary pages',
    program: "memory = os.memfd_create('memory')\nos.write(memory, b'x' * 5000000)\nready()\nwait()",
    finds: [],
  },
  {
    name: 'memory in huge pages while none is free',
    program: `
pools = '/sys/kernel/mm/hugepages'
empty = [pool for pool in os.listdir(pools) if open(pools + '/' + pool + '/free_hugepages').read().strip() == '0']
kibibytes = int(empty[0].split('-')[1][:-2])
memory = os.memfd_create('memory', os.MFD_HUGETLB | (kibibytes.bit_length() + 9 << 26))
ready()
wait()`,
    finds: ['memory-files.huge-pages'],
  },
]);
