import { expect, it } from 'vitest';
import { groupHosts } from './group-hosts.ts';

const host = (name: string, criu: string | null, features: Record<string, boolean> | null = { timens: true }) => ({
  id: name,
  name,
  kernel: '6.18.44',
  criu,
  features,
});

it('puts hosts that are the same to CRIU into one column', () => {
  const groups = groupHosts([
    host('a', '4.2.1'),
    host('b', '4.2.1'),
    host('old', '4.1.1'),
    host('c', '4.2.1'),
    host('d', '4.2.1'),
    host('lacking', '4.2.1', { timens: false }),
    host('none', null, null),
  ]);
  expect(groups.map(({ title }) => title)).toEqual(['a, b, c and 1 more', 'old', 'lacking', 'none']);
});
