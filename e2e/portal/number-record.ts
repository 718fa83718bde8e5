/** What the observer on lab-c wrote down. */
export interface ObservedNumber {
  nonce: string;
  number: number;
}

/** Where the numbers of one counter are not each once, without a gap, in order; empty when all is well. */
export const findNumberFaults = (seen: readonly ObservedNumber[]): string[] => {
  const last = new Map<string, number>();
  return seen.flatMap(({ nonce, number }) => {
    const before = last.get(nonce);
    last.set(nonce, number);
    return before === undefined || number === before + 1 ? [] : [`after ${before} came ${number}`];
  });
};
