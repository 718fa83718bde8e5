import { describeWithCriu } from './describe-with-criu.ts';

const setup = `
parameters = (ctypes.c_char * 120)()
ring = libc.syscall(425, 8, parameters)
assert ring >= 0, 'io_uring is switched off on this kernel'
`;

describeWithCriu('io-uring', [
  {
    name: 'a ring that is mapped',
    program: `${setup}
memory = mmap.mmap(ring, 4096)
ready()
wait()`,
    finds: ['io-uring.ring'],
  },
  { name: 'a ring that is only open', program: `${setup}\nready()\nwait()`, finds: ['io-uring.ring'] },
  {
    name: 'a ring that stays mapped after it was closed',
    program: `${setup}
memory = mmap.mmap(ring, 4096)
os.close(ring)
ready()
wait()`,
    finds: ['io-uring.ring'],
  },
]);
