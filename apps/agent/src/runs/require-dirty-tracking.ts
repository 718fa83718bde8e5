import { runProgram } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { requireCriu } from './require-criu.ts';

/**
 * Before a pre-copy: a kernel without CONFIG_MEM_SOFT_DIRTY would tell that nothing has changed since the round before, and the copy
 * would be corrupt. Whoever asks for it, this agent looks itself.
 *
 * @throws GodwitError `command-refused`, `criu-missing`
 */
export const requireDirtyTracking = async (criuPath: string | null): Promise<void> => {
  const { code, stdout, stderr } = await runProgram([requireCriu(criuPath), 'check', '--feature', 'mem_dirty_track']);
  if (code === 0) return;
  const said = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => /dirty/i.test(line))[0]
    ?.trim();
  throw new GodwitError({
    code: 'command-refused',
    message: `Pre-copy is not possible here: the kernel of this host does not tell which pages of memory changed (criu check --feature mem_dirty_track${said ? `: ${said}` : ' fails'}).`,
    remedy: 'Choose stop-and-copy or post-copy, or start a kernel that was built with CONFIG_MEM_SOFT_DIRTY.',
  });
};
