import { ArrowDown, ArrowUp } from 'lucide-react';
import { cn } from '../class-names.ts';
import { type Column, nextSort, type Sort } from './columns.ts';

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  sort: Sort | null;
  onSort?: ((sort: Sort | null) => void) | undefined;
}

interface HeadCellProps<Row> {
  column: Column<Row>;
  sort: Sort | null;
  onSort?: ((sort: Sort | null) => void) | undefined;
}

const ariaSort = (direction: Sort['direction'] | undefined) =>
  direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined;

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const direction = sort?.id === column.id ? sort.direction : undefined;
  const sortable = column.sortBy && onSort;
  return (
    <th
      scope="col"
      aria-sort={ariaSort(direction)}
      className={cn(
        'sticky top-12 z-[5] h-9 border-b border-line bg-sunken px-3 text-left text-xs font-normal text-ink-3 first:rounded-tl-lg first:pl-4 last:rounded-tr-lg last:pr-4',
        column.align === 'right' && 'text-right',
        column.width,
      )}
    >
      {sortable ? (
        <button
          type="button"
          className="inline-flex items-center gap-1 hover:text-ink"
          onClick={() => onSort(nextSort(sort, column.id))}
        >
          {column.title}
          {direction === 'asc' ? <ArrowUp className="size-3" aria-hidden="true" /> : null}
          {direction === 'desc' ? <ArrowDown className="size-3" aria-hidden="true" /> : null}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

/** The names of the columns; a click sorts. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}
