/** A device number as facts hold it, `major:minor` in decimal. */
export const deviceMajor = (rdev: string): number => Number(rdev.split(':')[0]);

/** Memory devices: /dev/null, zero, full, random, urandom, kmsg. CRIU opens them again by path. */
export const memoryMajor = 1;

const deviceMinor = (rdev: string): number => Number(rdev.split(':')[1]);

/** The terminal that controls the session of whoever opens it, /dev/tty. */
export const controllingDevice = '5:0';

/**
 * Devices of the terminal drivers CRIU knows (tty.c, get_tty_driver): /dev/tty, the console, pty masters and slaves, virtual
 * consoles 1 to 63, and two kinds of serial lines. Neither ttyS (4:64 and above) nor tty0 is among them.
 */
export const isTerminal = (rdev: string): boolean => {
  const major = deviceMajor(rdev);
  const minor = deviceMinor(rdev);
  if (major === 4) return minor >= 1 && minor <= 63;
  if (major === 5) return minor <= 2;
  return [188, 204].includes(major) || (major >= 128 && major <= 136);
};

/** The slave side of a pseudo terminal (/dev/pts/N). */
export const isPtySlave = (rdev: string): boolean => deviceMajor(rdev) >= 136 && deviceMajor(rdev) <= 143;

/** Number of a pseudo terminal by the device number of its slave. */
export const ptyIndex = (rdev: string): number => (deviceMajor(rdev) - 136) * (1 << 20) + deviceMinor(rdev);

/** /dev/net/tun, which CRIU handles by itself. */
export const tunDevice = '10:200';

/** /dev/autofs, which CRIU opens again by path. */
export const autofsDevice = '10:235';
