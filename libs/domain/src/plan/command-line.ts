import type { CriuOptions, Purpose } from '../verdict/index.ts';

/** Everything else is put between single quotes, as sh(1) needs it. */
const plain = /^[A-Za-z0-9_.,:/@=+-]+$/;

const quote = (word: string): string => (plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const line = (words: string[]): string => words.map(quote).join(' ');

/** The CRIU command lines a person would type for a judged tree. `restore` is empty when only a dump was asked about. */
export const criuCommandLines = (
  options: CriuOptions,
  { purpose, pid }: { purpose: Purpose; pid: number },
): { dump: string; restore: string } => ({
  dump: line(['criu', 'dump', '-t', String(pid), '-D', 'IMAGES', ...options.dump]),
  restore: purpose === 'dump' ? '' : line(['criu', 'restore', '-D', 'IMAGES', '-d', ...options.restore]),
});

/** Options of CRIU for which runc has flags of its own; all others go into the file that CRIU_CONFIG_FILE names. */
const runcFlags = new Set(['--tcp-established', '--ext-unix-sk', '--shell-job', '--file-locks']);

const throughRunc = (action: string[], options: readonly string[], id: string): string => {
  const flags = options.filter((option) => runcFlags.has(option));
  const file = flags.length < options.length ? 'CRIU_CONFIG_FILE=OPTIONS ' : '';
  return `${file}${line(['runc', ...action, '--image-path', 'IMAGES', ...flags, id])}`;
};

/** As above, for a container that runc dumps and restores. IMAGES, BUNDLE and OPTIONS stand for paths. */
export const runcCommandLines = (
  options: CriuOptions,
  { purpose, id }: { purpose: Purpose; id: string },
): { dump: string; restore: string } => ({
  dump: throughRunc(['checkpoint'], options.dump, id),
  restore: purpose === 'dump' ? '' : throughRunc(['restore', '--detach', '--bundle', 'BUNDLE'], options.restore, id),
});

/** As above, for a container of podman. FILE stands for a path; other options go into /etc/criu/runc.conf. */
export const podmanCommandLines = (
  options: CriuOptions,
  { purpose, name }: { purpose: Purpose; name: string },
): { dump: string; restore: string } => {
  const flags = (all: readonly string[]) => all.filter((option) => runcFlags.has(option));
  return {
    dump: line(['podman', 'container', 'checkpoint', '--export', 'FILE', ...flags(options.dump), name]),
    restore:
      purpose === 'dump' ? '' : line(['podman', 'container', 'restore', '--import', 'FILE', ...flags(options.restore)]),
  };
};
