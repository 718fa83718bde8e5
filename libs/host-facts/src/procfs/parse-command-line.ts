/** Arguments of /proc/PID/cmdline: NUL between them, with or without a last one; a rewritten title may have none. */
export const parseCommandLine = (text: string): string[] => {
  const trimmed = text.replace(/\0+$/, '');
  return trimmed === '' ? [] : trimmed.split('\0');
};
