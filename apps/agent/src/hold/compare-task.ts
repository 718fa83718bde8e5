import type { FrozenTask } from '../channel/messages.ts';

const compared = ['comm', 'commandLine', 'exe', 'cwd', 'uid'] as const;
export type Compared = (typeof compared)[number];

/** Whether a copy was let go, or is still held by the hook of its restore. */
type CopyState = 'runs' | 'is built';

/** A held copy has CRIU's own user: CRIU gives each task its credentials when that hook has ended (4.2.1, CR_STATE_RESTORE_CREDS). */
const isComparable = (key: Compared, state: CopyState): boolean => key !== 'uid' || state === 'runs';

/** Where a copy is not what was read of its source while that stood still. What `copy` does not have is not compared. */
export const findDifferences = (
  frozen: FrozenTask,
  copy: Omit<FrozenTask, 'commandLine'> & Partial<FrozenTask>,
  state: CopyState,
): Compared[] =>
  compared.filter((key) => isComparable(key, state) && copy[key] !== undefined && copy[key] !== frozen[key]);

/**
 * Compares a task of a copy with what was read of it while the source stood still. What a running program changes by itself (threads,
 * open files) is told, but proves nothing.
 *
 * @param state completes "Process N (name) ..."
 */
export const compareTask = (
  frozen: FrozenTask,
  copy: FrozenTask,
  state: CopyState,
): { passed: boolean; line: string } => {
  const different = findDifferences(frozen, copy, state);
  if (different.length > 0) {
    const words = different.map((key) => `${key} is "${copy[key]}" and was "${frozen[key]}"`);
    return { passed: false, line: `${nameTask(frozen)}: ${words.join('; ')}.` };
  }
  // Among those of a copy that CRIU still holds are CRIU's own.
  const files = state === 'runs' ? `, ${copy.fds} of ${frozen.fds} open files` : '';
  const same = state === 'runs' ? 'program, arguments, directory and user' : 'program, arguments and directory';
  const counts = `${copy.threads} of ${frozen.threads} threads${files}`;
  return {
    passed: true,
    line: `${nameTask(frozen)} ${state}: same ${same}; ${counts}.`,
  };
};

export const nameTask = ({ pid, comm }: FrozenTask): string => `Process ${pid} (${comm})`;
