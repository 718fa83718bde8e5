import { describe, expect, it } from 'vitest';
import { closeSpec, requireRehearsable } from './rehearsed-bundle.ts';

const linux = { namespaces: [{ type: 'pid' }, { type: 'network' }], cgroupsPath: '/workloads/web' };
const devices = [{ allow: false, access: 'rwm' }];

describe('a config.json in a rehearsal', () => {
  it('keeps all but the limits, for which a scene has no controllers', () => {
    const spec = {
      root: { path: 'rootfs' },
      hooks: { poststop: [] },
      linux: { ...linux, resources: { devices, memory: { limit: 1 } } },
    };
    expect(closeSpec(spec)).toEqual({ root: { path: 'rootfs' }, linux: { ...linux, resources: { devices } } });
    expect(closeSpec({ root: { path: 'rootfs' }, linux })).toMatchObject({ linux: { ...linux, resources: {} } });
  });

  it('is refused where runc would run a program of the host, or enter a namespace of it', () => {
    expect(() => closeSpec({ hooks: { prestart: [{ path: '/usr/bin/x' }] }, linux })).toThrow(/has hooks/);
    const joined = { namespaces: [{ type: 'network', path: '/run/netns/web' }] };
    expect(() => closeSpec({ linux: joined })).toThrow(/joins the network namespace \/run\/netns\/web/);
  });

  it('is made for runc alone, which stands below podman too', () => {
    expect(() => requireRehearsable({ runtime: 'crun', id: 'a' })).toThrow(/one of crun/);
    for (const runtime of ['runc', 'podman'] as const)
      expect(() => requireRehearsable({ runtime, id: 'a' })).not.toThrow();
    expect(() => requireRehearsable(undefined)).not.toThrow();
  });
});
