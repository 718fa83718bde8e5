import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by; a column without it cannot be sorted. */
  sortBy?: (row: Row) => string | number | null;
  align?: 'right';
  /** May be left out through the column choice. The first column is the row's name and always stays. */
  optional?: boolean;
  /** Tailwind width of the column. */
  width?: string;
}

export interface Sort {
  id: string;
  direction: 'asc' | 'desc';
}

const compare = (a: string | number | null, b: string | number | null): number => {
  if (a === b) return 0;
  // What is not known stands last, whichever way the column is sorted.
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
};

/** The rows in the order of a column; unknown columns leave them as they are. */
export const sortRows = <Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | null): Row[] => {
  const by = columns.find((column) => column.id === sort?.id)?.sortBy;
  if (!by || !sort) return [...rows];
  const sign = sort.direction === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [by(a), by(b)];
    const order = compare(left, right);
    return left === null || right === null ? order : sign * order;
  });
};

/** Another click on a head: ascending, then descending, then as delivered. */
export const nextSort = (sort: Sort | null, id: string): Sort | null => {
  if (sort?.id !== id) return { id, direction: 'asc' };
  return sort.direction === 'asc' ? { id, direction: 'desc' } : null;
};
