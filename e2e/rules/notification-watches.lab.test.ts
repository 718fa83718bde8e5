import { describeWithCriu } from './describe-with-criu.ts';

const watching = (code: string): string => `
notifier = libc.inotify_init()
def watch(path, events=0x100): assert libc.inotify_add_watch(notifier, path, events) > 0
${code}
ready()
wait()`;

describeWithCriu('notification-watches', [
  {
    name: 'directories on disk and in memory, a deleted one that is open, and fanotify marks',
    program: watching(`
watch(b'.', 0x400)
watch(b'/dev/shm', 0x400)
os.mkdir('gone')
watch(b'gone')
kept = os.open('gone', os.O_RDONLY)
os.rmdir('gone')
marks = libc.fanotify_init(0, 0)
libc.fanotify_mark(marks, 1, ctypes.c_uint64(0x8), -100, b'.')
libc.fanotify_mark(marks, 0x11, ctypes.c_uint64(0x8), -100, b'/sys')`),
    finds: [],
  },
  {
    name: 'a directory of proc',
    program: watching("watch(b'/proc/self')"),
    finds: ['notification-watches.unopenable'],
  },
  {
    name: 'a deleted directory in memory',
    program: watching(`
place = '/dev/shm/godwit-%d' % os.getpid()
os.mkdir(place)
watch(place.encode())
kept = os.open(place, os.O_RDONLY)
os.rmdir(place)`),
    finds: ['notification-watches.deleted-in-memory'],
  },
  {
    name: 'a deleted directory that a process outside keeps',
    program: `
os.mkdir('watched')
child = os.fork()
if child == 0:
    os.setsid()
    notifier = libc.inotify_init()
    libc.inotify_add_watch(notifier, b'watched', 0x100)
    time.sleep(0.6)
    ready()
    wait()
time.sleep(0.3)
kept = os.open('watched', os.O_RDONLY)
os.rmdir('watched')
tend()`,
    finds: ['notification-watches.kept-outside'],
  },
  {
    name: 'unread events and a mark on a whole file system, which are lost without a word',
    program: watching(`
watch(b'.')
open('event', 'w').close()
marks = libc.fanotify_init(0, 0)
assert libc.fanotify_mark(marks, 0x101, ctypes.c_uint64(0x20), -100, b'/dev/shm') == 0`),
    finds: ['notification-watches.unread-events', 'notification-watches.whole-filesystem'],
  },
]);
