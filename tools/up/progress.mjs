/**
 * Says what is being done, and how long it took. One line at the start of a step and one at its end, so that a log is
 * as readable as a terminal.
 *
 * @param {(work: () => Promise<unknown>) => Promise<unknown>} runStep
 * @param {(text: string) => void} [line]
 */
export function createProgress(runStep, line = (text) => console.log(text)) {
  return {
    note: line,
    async step(title, work) {
      const started = performance.now();
      const result = await runStep(() => {
        line(`… ${title}`);
        return work();
      });
      line(`✓ ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      return result;
    },
  };
}
