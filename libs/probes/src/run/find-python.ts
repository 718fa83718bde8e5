import { existsSync } from 'node:fs';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import type { ProbeTools } from '../probe-tools.ts';

const usual = ['/usr/bin/python3', '/usr/local/bin/python3', '/usr/libexec/platform-python', '/bin/python3'];

/** Works with Python 3.6 and later; the module ctypes is not in every small installation. */
const trial = 'import sys, ctypes; ctypes.CDLL(None).syscall; assert sys.version_info >= (3, 6)';

/** The Python that runs the probes. Throws `command-refused` when there is none that can. */
export const findPython = async (
  tools: Pick<ProbeTools, 'runProgram'>,
  searchPath = process.env.PATH ?? '',
): Promise<string> => {
  const onPath = searchPath
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, 'python3'));
  for (const candidate of new Set([...usual, ...onPath])) {
    if (!existsSync(candidate)) continue;
    const { code } = await tools.runProgram([candidate, '-I', '-S', '-E', '-B', '-c', trial]);
    if (code === 0) return candidate;
  }
  throw new GodwitError({
    code: 'command-refused',
    message:
      'There is no python3 with ctypes on this host, and the probes are small Python programs: nothing was probed.',
    remedy:
      'Install python3 (Debian: `apt-get install python3`); without probes, versions and features are judged instead.',
  });
};
