import type { FrozenTask } from '../channel/messages.ts';

const compared = ['comm', 'commandLine', 'exe', 'cwd', 'uid'] as const;
export type Compared = (typeof compared)[number];

/** Where a copy is not what was read of its source while that stood still. */
export const findDifferences = (
  frozen: FrozenTask,
  copy: Omit<FrozenTask, 'commandLine'> & Partial<FrozenTask>,
): Compared[] => compared.filter((key) => copy[key] !== undefined && copy[key] !== frozen[key]);

/**
 * Compares a task of a copy with what was read of it while the source stood still. What a running program changes by itself (threads,
 * open files) is told, but proves nothing.
 *
 * @param state completes "Process N (name) ..."
 */
export const compareTask = (
  frozen: FrozenTask,
  copy: FrozenTask,
  state: 'runs' | 'is built',
): { passed: boolean; line: string } => {
  const different = findDifferences(frozen, copy);
  if (different.length > 0) {
    const words = different.map((key) => `${key} is "${copy[key]}" and was "${frozen[key]}"`);
    return { passed: false, line: `${nameTask(frozen)}: ${words.join('; ')}.` };
  }
  // Among those of a copy that CRIU still holds are CRIU's own.
  const files = state === 'runs' ? `, ${copy.fds} of ${frozen.fds} open files` : '';
  const counts = `${copy.threads} of ${frozen.threads} threads${files}`;
  return {
    passed: true,
    line: `${nameTask(frozen)} ${state}: same program, arguments, directory and user; ${counts}.`,
  };
};

export const nameTask = ({ pid, comm }: FrozenTask): string => `Process ${pid} (${comm})`;
