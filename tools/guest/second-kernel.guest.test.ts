import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';

describe('the second kernel', () => {
  it('tracks dirty pages, and CRIU uses it', () => {
    const said = execFileSync(inject('criuPath'), ['check', '--feature', 'mem_dirty_track'], { encoding: 'utf8' });
    expect(said).toContain('mem_dirty_track is supported');
  });

  it('lets root do everything, which many hosts do not', () => {
    const [, effective] = /^CapEff:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    const [, bounding] = /^CapBnd:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    const resource = 24n;
    expect(BigInt(`0x${effective}`) & (1n << resource)).not.toBe(0n);
    expect(effective).toBe(bounding);
  });
});
