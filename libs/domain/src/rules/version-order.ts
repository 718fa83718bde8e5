/** Leading numbers of a version: `6.18.44-fc` gives [6, 18, 44]. */
const numbersOf = (version: string): number[] => (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').map(Number);

/** Below zero when `left` is older than `right`, zero when they are equal as far as `depth` numbers tell. */
export const compareVersions = (left: string, right: string, depth = 3): number => {
  const [a, b] = [numbersOf(left), numbersOf(right)];
  for (let index = 0; index < depth; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/**
 * Linux 6.16 and later refuse SO_PASSCRED on inet sockets, which CRIU before 4.2 asks of every socket; its own `check`
 * does not see it.
 */
export const hasInetSocketGap = (kernelRelease: string, criuVersion: string): boolean =>
  compareVersions(kernelRelease, '6.16', 2) >= 0 && compareVersions(criuVersion, '4.2', 2) < 0;
