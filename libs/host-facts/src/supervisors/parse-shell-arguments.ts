/** Where a shell takes its commands from. */
export type ShellInput =
  | { from: 'argument'; text: string }
  | { from: 'file'; path: string }
  | { from: 'standard-input' };

/** Options of bash, dash, zsh and busybox that take the next argument as their value. */
const withValue = new Set(['-o', '+o', '-O', '+O', '--rcfile', '--init-file']);

const applets = new Set(['sh', 'ash', 'bash', 'hush']);

/** Reads a shell's own arguments as the shell would: `-c TEXT` (also as in -lc), a script file, else standard input. */
export const parseShellArguments = (commandLine: readonly string[]): ShellInput => {
  const viaBusybox = /(^|\/)busybox$/.test(commandLine[0] ?? '') && applets.has(commandLine[1] ?? '');
  const rest = commandLine.slice(viaBusybox ? 2 : 1);
  let takesText = false;
  for (let at = 0; at < rest.length; at++) {
    const argument = rest[at] ?? '';
    if (withValue.has(argument)) at++;
    else if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(argument)) takesText = true;
    else if (/^-[a-zA-Z]*s[a-zA-Z]*$/.test(argument) && !takesText) return { from: 'standard-input' };
    else if (!/^[-+]/.test(argument))
      return takesText ? { from: 'argument', text: argument } : { from: 'file', path: argument };
  }
  return { from: 'standard-input' };
};
