import { expect, it } from 'vitest';
import { type Column, nextSort, sortRows } from './columns.ts';

interface Row {
  name: string;
  size: number | null;
}

const columns: Column<Row>[] = [
  { id: 'name', title: 'Name', cell: (row) => row.name, sortBy: (row) => row.name },
  { id: 'size', title: 'Size', cell: (row) => row.size, sortBy: (row) => row.size },
];
const rows: Row[] = [
  { name: 'lab-10', size: 3 },
  { name: 'lab-9', size: null },
  { name: 'lab-2', size: 7 },
];
const names = (sort: Parameters<typeof sortRows>[2]) => sortRows(rows, columns, sort).map((row) => row.name);

it('sorts names with numbers as people count', () => {
  expect(names({ id: 'name', direction: 'asc' })).toEqual(['lab-2', 'lab-9', 'lab-10']);
});

it('puts what is not known last in both directions', () => {
  expect(names({ id: 'size', direction: 'asc' })).toEqual(['lab-10', 'lab-2', 'lab-9']);
  expect(names({ id: 'size', direction: 'desc' })).toEqual(['lab-2', 'lab-10', 'lab-9']);
});

it('leaves the order alone for a column that does not exist', () => {
  expect(names({ id: 'weight', direction: 'asc' })).toEqual(['lab-10', 'lab-9', 'lab-2']);
});

it('goes from ascending to descending to none', () => {
  const first = nextSort(null, 'name');
  const second = nextSort(first, 'name');
  expect([first?.direction, second?.direction, nextSort(second, 'name')]).toEqual(['asc', 'desc', null]);
});
