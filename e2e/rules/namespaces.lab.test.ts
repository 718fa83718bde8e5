import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('namespaces', [
  {
    name: 'a host name of its own for the whole tree',
    program: 'assert libc.unshare(0x04000000) == 0\nready()\nwait()',
    finds: [],
  },
  {
    name: 'a child with an IPC namespace of its own',
    program: `
if os.fork() == 0:
    assert libc.unshare(0x08000000) == 0
    wait()
time.sleep(0.3)
ready()
wait()`,
    finds: ['namespaces.nested'],
  },
]);
