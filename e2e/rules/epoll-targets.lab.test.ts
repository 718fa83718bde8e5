import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('epoll-targets', [
  {
    name: 'targets that are open, moved to another number, or inherited and closed by a child',
    program: `
import select
events = select.epoll()
reader, writer = os.pipe()
events.register(reader)
os.dup2(writer, 200)
other = select.epoll()
other.register(writer, select.EPOLLOUT)
os.close(writer)
if os.fork() == 0:
    os.close(reader)
    wait()
ready()
wait()`,
    finds: [],
  },
  {
    name: 'a target that only a child has open',
    program: `
import select
events = select.epoll()
reader, writer = os.pipe()
events.register(reader)
if os.fork() == 0: wait()
os.close(reader)
ready()
wait()`,
    finds: ['epoll-targets.escaped'],
  },
]);
