import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { criuFeatures } from '@godwit/domain/criu';
import { afterAll, describe, expect, it } from 'vitest';
import { criuFeatureNames } from './feature-names.ts';
import { readCriuBuild } from './read-criu-build.ts';
import { parseCriuCpu } from './read-criu-cpu.ts';
import { parseToolVersion } from './read-tool-versions.ts';

const directory = mkdtempSync(join(tmpdir(), 'godwit-criu-build-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('how CRIU was built', () => {
  it('is told by the libraries it links, behind a wrapper too', () => {
    const program = join(directory, 'criu');
    writeFileSync(program, `${'\0'.repeat(70_000)}libprotobuf-c.so.1\0libnftables.so.1\0libgnutls.so.30\0`);
    const wrapper = join(directory, 'wrapped');
    writeFileSync(wrapper, `#!/bin/sh\nexec /lib/ld.so --library-path /lib ${program} "$@"\n`);
    for (const path of [program, wrapper]) {
      expect(readCriuBuild(path).support).toEqual({ nftables: true, tls: true, bpf: false });
    }
  });

  it('is not told of something that is no CRIU', () => {
    const other = join(directory, 'other');
    writeFileSync(other, 'libc.so.6');
    expect(() => readCriuBuild(other)).toThrow('no program of CRIU');
  });
});

/** What CRIU 4.2.1 wrote with `cpuinfo dump` on an AMD EPYC. */
const recorded =
  '1943565413404061630000000a61080210 1a1802200128 0230fff7afbc0130fff7cffe0230003080 80c4103083e4e8ff0f30003000' +
  '30f387800230003000 30ab8ffc8d0f300f30c6bf810230003000308580888005300430003000300030009002';

describe('the processor as CRIU sees it', () => {
  it('is refused when the image is cut off', () => {
    const image = Buffer.from(recorded.replaceAll(' ', ''), 'hex');
    expect(() => parseCriuCpu(image)).toThrow(/cpuinfo\.img/);
  });
});

describe('versions of tools', () => {
  it.each([
    ['iptables v1.8.9 (nf_tables)', { version: '1.8.9', flavour: 'nf_tables' }],
    ['iptables v1.8.7 (legacy)', { version: '1.8.7', flavour: 'legacy' }],
    ['ip utility, iproute2-6.1.0, libbpf 1.1.2', { version: '6.1.0', flavour: null }],
    ['tar (GNU tar) 1.34', { version: '1.34', flavour: null }],
    ['runc version 1.1.5+ds1', { version: '1.1.5+ds1', flavour: null }],
  ])('%s', (text, parsed) => expect(parseToolVersion(text)).toEqual(parsed));

  it('are not made up', () => expect(parseToolVersion('usage: thing')).toBeNull());
});

it('every feature that is asked for has its meaning, and no other', () => {
  expect(Object.keys(criuFeatures).sort()).toEqual([...criuFeatureNames].sort());
});
