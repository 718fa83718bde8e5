'use client';
import { Columns3 } from 'lucide-react';
import { Button } from '../primitives/button.tsx';
import { Menu, MenuCheck, MenuLabel } from '../primitives/menu.tsx';
import type { Column } from './columns.ts';

interface ColumnChoiceProps<Row> {
  columns: readonly Column<Row>[];
  hidden: readonly string[];
  onHidden: (hidden: string[]) => void;
}

/** Which of the optional columns are shown. */
export function ColumnChoice<Row>({ columns, hidden, onHidden }: ColumnChoiceProps<Row>) {
  const toggle = (id: string) => onHidden(hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id]);
  return (
    <Menu
      trigger={
        <Button variant="quiet" aria-label="Choose columns" className="max-md:hidden">
          <Columns3 /> Columns
        </Button>
      }
    >
      <MenuLabel>Shown columns</MenuLabel>
      {columns
        .filter((column) => column.optional)
        .map((column) => (
          <MenuCheck
            key={column.id}
            checked={!hidden.includes(column.id)}
            onCheckedChange={() => toggle(column.id)}
            onSelect={(event) => event.preventDefault()}
          >
            {column.title}
          </MenuCheck>
        ))}
    </Menu>
  );
}
