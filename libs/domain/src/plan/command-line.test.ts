import { expect, it } from 'vitest';
import { criuCommandLines } from './command-line.ts';

const options = { dump: ['--tcp-established', '--ghost-limit=2M'], restore: ["--external=mnt[a b]:it's"] };

it('spells both commands as a person would type them', () => {
  expect(criuCommandLines(options, { purpose: 'here', pid: 7 })).toEqual({
    dump: 'criu dump -t 7 -D IMAGES --tcp-established --ghost-limit=2M',
    restore: `criu restore -D IMAGES -d '--external=mnt[a b]:it'\\''s'`,
  });
});

it('has no restore where only a dump was asked about', () => {
  expect(criuCommandLines(options, { purpose: 'dump', pid: 7 }).restore).toBe('');
});
