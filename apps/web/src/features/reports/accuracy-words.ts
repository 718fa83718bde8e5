import type { MatrixCell } from '@godwit/ui';
import type { Accuracy } from '../../api/types.ts';

type Saying = keyof Accuracy['matrix'];

const rows: readonly { said: Saying; title: string; note: string }[] = [
  { said: 'works', title: 'It can move', note: 'with or without options' },
  { said: 'fails', title: 'It cannot move', note: 'moves that are blocked are not started here' },
  { said: 'unknown', title: 'Not known', note: 'counts as wrong either way' },
];

export const seenTitles = ['It worked', 'CRIU failed', 'Says nothing'] as const;

const cellsOf = (said: Saying, counts: Accuracy['matrix'][Saying]): MatrixCell[] => [
  { count: counts.worked, agrees: said === 'works' },
  { count: counts.failed, agrees: said === 'fails' },
  { count: counts.unclear, agrees: null },
];

/** What was said against what was seen, as the matrix draws it. */
export const matrixRows = ({ matrix }: Pick<Accuracy, 'matrix'>) =>
  rows.map(({ said, title, note }) => ({ title, note, cells: cellsOf(said, matrix[said]) }));

/** The one sentence that sums it up. */
export const accuracySentence = ({ graded, agreed }: Pick<Accuracy, 'graded' | 'agreed'>): string => {
  if (graded === 0) return 'No run has put a preflight to the proof yet.';
  const wrong = graded - agreed;
  if (wrong === 0) return `All ${graded} preflights that were put to the proof were right.`;
  return `${agreed} of ${graded} preflights that were put to the proof were right, ${wrong} ${wrong === 1 ? 'was' : 'were'} not.`;
};
