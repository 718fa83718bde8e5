import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('proc-files', [
  {
    name: 'files of the host, of the process itself, of a child and of a dead process',
    program: `
child = os.fork()
if child == 0: wait()
dead = os.fork()
if dead == 0: wait()
files = [os.open(f'/proc/{name}', os.O_RDONLY) for name in ('meminfo', 'self/status', f'{child}/status', dead)]
os.kill(dead, 9)
os.waitpid(dead, 0)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'a file of a thread',
    program: `
threading.Thread(target=wait, daemon=True).start()
time.sleep(0.2)
other = [tid for tid in os.listdir('/proc/self/task') if int(tid) != os.getpid()][0]
held = os.open(f'/proc/self/task/{other}/status', os.O_RDONLY)
ready()
wait()`,
    finds: ['proc-files.thread-file'],
  },
  {
    name: 'a directory of a dead process whose id a thread has now',
    program: `
while True:
    dead = os.fork()
    if dead == 0: wait()
    held = os.open(f'/proc/{dead}', os.O_RDONLY)
    os.kill(dead, 9)
    os.waitpid(dead, 0)
    open('/proc/sys/kernel/ns_last_pid', 'w').write(str(dead - 1))
    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    if thread.native_id == dead: break
    os.close(held)
ready()
wait()`,
    finds: ['proc-files.reused-id'],
  },
]);
