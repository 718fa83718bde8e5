/** A device number as facts hold it, `major:minor` in decimal. */
export const deviceMajor = (rdev: string): number => Number(rdev.split(':')[0]);

/** Memory devices: /dev/null, zero, full, random, urandom, kmsg. CRIU opens them again by path. */
export const memoryMajor = 1;

/** Majors of the terminal drivers CRIU knows (tty.c): virtual consoles, serial lines, pty masters and slaves. */
export const isTerminal = (rdev: string): boolean => {
  const major = deviceMajor(rdev);
  return [4, 5, 188, 204].includes(major) || (major >= 128 && major <= 143);
};

/** The slave side of a pseudo terminal (/dev/pts/N). */
export const isPtySlave = (rdev: string): boolean => deviceMajor(rdev) >= 136 && deviceMajor(rdev) <= 143;

/** /dev/net/tun, which CRIU handles by itself. */
export const tunDevice = '10:200';

/** /dev/autofs, which CRIU opens again by path. */
export const autofsDevice = '10:235';
