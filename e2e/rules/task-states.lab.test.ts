import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('task-states', [
  {
    name: 'threads, a dead child that waits to be reaped, and a stopped one',
    program: `
threading.Thread(target=wait, daemon=True).start()
if os.fork() == 0: os._exit(3)
if os.fork() == 0: os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(0.3)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'a child whose main thread ended before the others',
    program: `
if os.fork() == 0:
    threading.Thread(target=wait, daemon=True).start()
    time.sleep(0.2)
    libc.syscall(60, 0)
time.sleep(0.8)
ready()
wait()`,
    finds: ['task-states.dead-leader'],
  },
]);
