/**
 * Turns milestones into phases that only go forward: CRIU dumps task by task, so that its lines of one phase come again
 * for every task.
 */
export const trackPhases = <P extends string>(order: readonly P[], onEnter: (phase: P) => void) => {
  let reached = -1;
  return (phase: P | null): void => {
    const index = phase === null ? -1 : order.indexOf(phase);
    if (phase === null || index <= reached) return;
    reached = index;
    onEnter(phase);
  };
};
