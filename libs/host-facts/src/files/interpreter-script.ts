import { isAbsolute, join } from 'node:path';

const interpreters = new Set([
  'node',
  'nodejs',
  'deno',
  'bun',
  'ruby',
  'perl',
  'lua',
  'luajit',
  'php',
  'java',
  'tclsh',
  'wish',
  'expect',
  'awk',
  'gawk',
  'mawk',
  'guile',
  'Rscript',
  'bash',
  'sh',
  'dash',
  'ash',
  'zsh',
  'ksh',
  'busybox',
]);

/** Whether a program's file name is that of an interpreter, version numbers apart: python3.11, perl5.36.0. */
const isInterpreter = (fileName: string): boolean =>
  /^(python|pypy)[\d.]*$/.test(fileName) ||
  interpreters.has(fileName) ||
  interpreters.has(fileName.replace(/[\d.]+$/, ''));

/** Where a program looks: its working directory, null when that is unknown, and how the kernel prints a path it writes. */
export interface LooksFrom {
  cwd: string | null;
  printed: (written: string) => string;
}

/**
 * Paths that may be the script of an interpreted program: its first arguments that are no options, absolute or taken
 * from the working directory, as the kernel prints them. Whether such a file exists is for the caller to see.
 */
export const scriptCandidates = (
  executable: string,
  commandLine: readonly string[],
  { cwd, printed }: LooksFrom,
): string[] => {
  if (!isInterpreter(executable.split('/').at(-1) ?? '')) return [];
  return commandLine
    .slice(1, 4)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .flatMap((argument) => {
      if (isAbsolute(argument)) return [printed(argument)];
      return cwd === null ? [] : [join(cwd, argument)];
    });
};
