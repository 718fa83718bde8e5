import { describeWithCriu } from './describe-with-criu.ts';

const opening = (code: string): string => `
file = open('data', 'w')
file.write('x' * 3000000)
file.flush()
${code}
ready()
wait()`;

describeWithCriu('deleted-files', [
  { name: 'a renamed file', program: opening("os.rename('data', 'other')"), finds: [] },
  { name: 'a small deleted file', program: opening("os.truncate('data', 1000)\nos.unlink('data')"), finds: [] },
  {
    name: 'a deleted directory that is in use',
    program: "os.mkdir('gone')\nos.chdir('gone')\nos.rmdir('../gone')\nready()\nwait()",
    finds: [],
  },
  { name: 'a large deleted file', program: opening("os.unlink('data')"), finds: ['deleted-files.large-ghost'] },
  {
    name: 'a large deleted file whose name another one took',
    program: opening("os.unlink('data')\nopen('data', 'w').close()"),
    finds: ['deleted-files.large-ghost'],
  },
  {
    name: 'a large deleted file that is mapped',
    program: opening("memory = mmap.mmap(os.open('data', os.O_RDWR), 3000000)\nfile.close()\nos.unlink('data')"),
    finds: ['deleted-files.large-ghost'],
  },
  {
    name: 'a file that lives on under another name',
    program: opening("os.link('data', 'other')\nos.unlink('data')"),
    finds: ['deleted-files.link-remap'],
  },
  {
    name: 'the same when its first name was given away',
    program: opening("os.link('data', 'other')\nos.unlink('data')\nopen('data', 'w').close()"),
    finds: ['deleted-files.link-remap'],
  },
  {
    name: 'a deleted executable above the limit',
    program: `
import shutil
if len(sys.argv) > 1 and sys.argv[-1] == 'again':
    os.unlink('program')
    ready()
    wait()
shutil.copy('/usr/bin/python3', 'program')
os.execv('./program', ['program', '-c', open('/proc/self/cmdline').read().split('\\0')[2], 'again'])`,
    finds: ['deleted-files.large-ghost'],
  },
  {
    name: 'a symbolic link that is open as such',
    program: "os.symlink('/nowhere', 'link')\npath = os.open('link', os.O_PATH | os.O_NOFOLLOW)\nready()\nwait()",
    finds: [],
  },
]);
