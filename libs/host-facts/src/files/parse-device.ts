/** A dev_t of stat(2) as decimal `major:minor`, the form of mountinfo (glibc's gnu_dev_major and gnu_dev_minor). */
export const parseDevice = (dev: bigint): string => {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn & 0xffffffffn);
  return `${major}:${minor}`;
};
