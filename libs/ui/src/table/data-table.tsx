'use client';
import type { KeyboardEvent, ReactNode } from 'react';
import { cn } from '../class-names.ts';
import { useMedia } from '../primitives/use-media.ts';
import { CardList } from './card-list.tsx';
import { type Column, type Sort, sortRows } from './columns.ts';
import { TableHead } from './table-head.tsx';

interface DataTableProps<Row> {
  /** What the table lists, for assistive technology. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  sort?: Sort | null;
  onSort?: (sort: Sort | null) => void;
  /** Ids of optional columns that are left out. */
  hidden?: readonly string[];
  /** Said and shown instead of rows when there are none. */
  empty?: ReactNode;
}

/** Arrow keys go from row to row; each row's own link or button takes the focus. */
const moveBetweenRows = (event: KeyboardEvent<HTMLTableSectionElement>) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as HTMLElement).closest('tr');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  const target = next?.querySelector<HTMLElement>('a, button');
  if (!target) return;
  event.preventDefault();
  target.focus();
};

function Row<T>({ row, columns }: { row: T; columns: readonly Column<T>[] }) {
  return (
    <tr className="relative border-b border-line last:border-0 hover:bg-sunken focus-within:bg-sunken">
      {columns.map((column) => (
        <td
          key={column.id}
          className={cn(
            'h-11 px-3 py-1.5 align-middle first:pl-4 last:pr-4',
            column.align === 'right' && 'text-right',
            column.width,
          )}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Rows under a head that stays in view; cards where the screen is narrow. */
export function DataTable<T>({
  label,
  rows,
  columns,
  rowKey,
  sort = null,
  onSort,
  hidden = [],
  empty,
}: DataTableProps<T>) {
  const narrow = useMedia('(max-width: 767px)');
  const shown = columns.filter((column) => !hidden.includes(column.id));
  const sorted = sortRows(rows, columns, sort);
  if (rows.length === 0 && empty) return <>{empty}</>;
  if (narrow) return <CardList label={label} rows={sorted} columns={shown} rowKey={rowKey} />;
  return (
    <div className="rounded-lg border border-line bg-surface shadow-panel">
      <table className="w-full border-collapse text-sm" aria-label={label}>
        <TableHead columns={shown} sort={sort} onSort={onSort} />
        <tbody onKeyDown={moveBetweenRows}>
          {sorted.map((row) => (
            <Row key={rowKey(row)} row={row} columns={shown} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
