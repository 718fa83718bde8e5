/** `8:1` as /proc/locks prints it: `08:01`. */
const hexDevice = (dev: string): string =>
  dev
    .split(':')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join(':');

const lockLine = /^\d+: +(\w+) +\w+ +(\w+) +-?\d+ +([0-9a-f]+:[0-9a-f]+):(\d+) /;

/** Locks that are held on one file, out of the text of /proc/locks (proc_locks(5)); waiters are left out. */
export const findLocks = (text: string, dev: string, ino: string): string[] => {
  const device = hexDevice(dev);
  return text.split('\n').flatMap((line) => {
    const [, kind = '', access = '', lockedDevice, inode] = lockLine.exec(line) ?? [];
    return lockedDevice === device && inode === ino ? [`${kind} ${access}`] : [];
  });
};
