import { expect, it } from 'vitest';
import { criuCommandLines, podmanCommandLines, runcCommandLines } from './command-line.ts';

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

it('spells what runc is told for a container, with a file for the options it has no flag for', () => {
  const own = { dump: ['--tcp-established', '--ghost-limit=2M'], restore: ['--tcp-established'] };
  expect(runcCommandLines(own, { purpose: 'here', id: 'web' })).toEqual({
    dump: 'CRIU_CONFIG_FILE=OPTIONS runc checkpoint --image-path IMAGES --tcp-established web',
    restore: 'runc restore --detach --bundle BUNDLE --image-path IMAGES --tcp-established web',
  });
  expect(runcCommandLines(own, { purpose: 'dump', id: 'web' }).restore).toBe('');
});

it('spells what podman is told', () => {
  const own = { dump: ['--tcp-established', '--ghost-limit=2M'], restore: ['--tcp-established'] };
  expect(podmanCommandLines(own, { purpose: 'move', name: 'web' })).toEqual({
    dump: 'podman container checkpoint --export FILE --tcp-established web',
    restore: 'podman container restore --import FILE --tcp-established',
  });
});
