'use client';
import type { Sort } from '@godwit/ui';
import { useUrlState } from './use-url-state.ts';

const readSort = (text: string | null): Sort | null => {
  const match = /^([\w-]+)\.(asc|desc)$/.exec(text ?? '');
  if (!match?.[1]) return null;
  return { id: match[1], direction: match[2] === 'desc' ? 'desc' : 'asc' };
};

/** Sort and left-out columns of a page's table, kept in the address as `sort=name.desc` and `hide=a,b`. */
export const useTableUrl = () => {
  const { get, set } = useUrlState();
  return {
    sort: readSort(get('sort')),
    onSort: (sort: Sort | null) => set({ sort: sort ? `${sort.id}.${sort.direction}` : null }, 'replace'),
    hidden: get('hide')?.split(',') ?? [],
    onHidden: (hidden: string[]) => set({ hide: hidden.join(',') || null }, 'replace'),
  };
};
