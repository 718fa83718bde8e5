import type { Task } from '../facts/index.ts';

/** A dead task keeps its ids until it is reaped, and nothing else. */
export const isDead = ({ state }: Pick<Task, 'state'>): boolean => state === 'Z' || state === 'X';

export const isLiving = (task: Pick<Task, 'state'>): boolean => !isDead(task);
