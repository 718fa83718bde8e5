import { cn } from '../class-names.ts';
import { formatCount } from '../format/counts.ts';

export interface MatrixCell {
  count: number;
  /** Whether what was said and what was seen agree; null where the run says nothing about it. */
  agrees: boolean | null;
}

interface ConfusionMatrixProps {
  label: string;
  columns: readonly string[];
  rows: readonly { title: string; note: string; cells: readonly MatrixCell[] }[];
}

/** The more of all graded runs, the stronger the ground; an empty cell has none. */
const strength = (count: number, most: number): number => (count === 0 || most === 0 ? 0 : 25 + (75 * count) / most);

const cellTone = ({ count, agrees }: MatrixCell) => {
  if (count === 0) return { text: 'text-ink-3', colour: 'var(--sunken)' };
  if (agrees === null) return { text: 'text-ink-2', colour: 'var(--slate-line)' };
  return agrees
    ? { text: 'text-can', colour: 'var(--can-soft)' }
    : { text: 'text-cannot', colour: 'var(--cannot-soft)' };
};

const agreementWords = ({ count, agrees }: MatrixCell): string => {
  if (count === 0) return 'none';
  if (agrees === null) return 'says nothing';
  return agrees ? 'agrees' : 'disagrees';
};

function Cell({ cell, most }: { cell: MatrixCell; most: number }) {
  const { text, colour } = cellTone(cell);
  return (
    <td
      className={cn('h-16 border border-line px-3 text-center', text)}
      style={{ background: `color-mix(in srgb, ${colour} ${strength(cell.count, most)}%, var(--surface))` }}
    >
      <span className="block text-xl font-medium">{formatCount(cell.count)}</span>
      <span className="block text-xs">{agreementWords(cell)}</span>
    </td>
  );
}

/** What was said against what was seen. */
export function ConfusionMatrix({ label, columns, rows }: ConfusionMatrixProps) {
  const most = Math.max(0, ...rows.flatMap(({ cells }) => cells.map(({ count }) => count)));
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse text-sm">
      <thead>
        <tr>
          <td className="w-2/5 px-3 py-1.5 text-xs text-ink-3 max-sm:w-1/3">Said ↓ Seen →</td>
          {columns.map((column) => (
            <th key={column} scope="col" className="px-3 py-1.5 text-center font-medium break-words">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, note, cells }) => (
          <tr key={title}>
            <th scope="row" className="py-2 pr-3 text-left font-normal">
              <span className="block font-medium">{title}</span>
              <span className="block text-xs text-ink-3">{note}</span>
            </th>
            {cells.map((cell, index) => (
              <Cell key={columns[index]} cell={cell} most={most} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
