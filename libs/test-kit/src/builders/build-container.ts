import type { Container } from '@godwit/domain/facts';

/** A container of runc with nothing that stands in the way of its move. */
export const buildContainer = (changes: Partial<Container> = {}): Container => ({
  runtime: 'runc',
  id: 'web',
  name: 'web',
  bundle: '/srv/web',
  rootfs: '/srv/web/rootfs',
  rootfsBytes: 1000,
  systemdCgroup: false,
  bindMounts: [],
  joinedNamespaces: [],
  hooks: [],
  hasTerminal: false,
  outsiders: [],
  ...changes,
});
