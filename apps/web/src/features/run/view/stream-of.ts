import type { ProgressView, RunView } from '@godwit/domain/history';

const more = (a: ProgressView | null, b: ProgressView | null): ProgressView | null => {
  if (a === null || b === null) return a ?? b;
  return b.sentBytes > a.sentBytes ? b : a;
};

/** Both sides measure the same stream, each when it can: the further of the two is shown, with whatever estimate there is. */
export const streamOf = ({ progress: { source, destination } }: RunView): ProgressView | null => {
  const ahead = more(source, destination);
  if (ahead === null) return null;
  return {
    ...ahead,
    expectedBytes: source?.expectedBytes ?? destination?.expectedBytes ?? null,
    pagesWritten: source?.pagesWritten ?? destination?.pagesWritten ?? null,
  };
};
