'use client';
import { Select, TextInput } from '@godwit/ui';
import { useUrlState } from '../../url/use-url-state.ts';
import { relativeRanges } from './time-range.ts';

const options = [
  { value: 'all', label: 'Any time' },
  ...relativeRanges.map(({ value, label }) => ({ value, label })),
  { value: 'between', label: 'Between two days' },
];

/** Relative or absolute, kept in the address. */
export function RangePicker() {
  const { get, set } = useUrlState();
  const range = get('range') ?? 'all';
  const change = (value: string) => set({ range: value === 'all' ? null : value, from: null, to: null });
  return (
    <>
      <Select label="Time" value={range} onChange={change} options={options} />
      {range === 'between'
        ? (['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              type="date"
              aria-label={end === 'from' ? 'From this day' : 'To this day'}
              defaultValue={get(end) ?? ''}
              onChange={(event) => set({ [end]: event.target.value }, 'replace')}
              className="h-8 w-36"
            />
          ))
        : null}
    </>
  );
}
