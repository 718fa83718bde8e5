import type { Column } from './columns.ts';

interface CardListProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
}

/** The table on a narrow screen: one card a row, each value with its name. */
export function CardList<Row>({ label, rows, columns, rowKey }: CardListProps<Row>) {
  // The optional columns are one tap away, on the page of the thing itself.
  const [first, ...rest] = columns.filter((column) => !column.optional);
  return (
    <ul aria-label={label} className="space-y-2">
      {rows.map((row) => (
        <li key={rowKey(row)} className="relative rounded-lg border border-line bg-surface p-3 shadow-panel">
          <div className="min-w-0 text-base font-medium break-words">{first?.cell(row)}</div>
          <dl className="mt-2 space-y-1.5 text-sm">
            {rest.map((column) => (
              <div key={column.id} className="flex items-center justify-between gap-4">
                <dt className="shrink-0 text-ink-3">{column.title || <span className="sr-only">Actions</span>}</dt>
                <dd className="min-w-0 text-right break-words">{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
