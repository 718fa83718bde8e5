import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../program/run-program.ts';
import { prepareCriuThroughRuntime } from './criu-through-runtime.ts';
import { findRuntime } from './find-runtime.ts';
import { podmanCheckpointArguments, podmanRestoreArguments } from './podman-arguments.ts';
import { runcCheckpointArguments, runcRestoreArguments } from './runc-arguments.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-runtime-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const runc = { runtimePath: '/r', id: 'web', imagesDir: '/i', workDir: '/w', logFile: '/l' };

describe('the command lines', () => {
  it('of runc give the options it has flags for, and no other', () => {
    const options = ['--tcp-established', '--ghost-limit=2M'];
    expect(runcCheckpointArguments({ ...runc, options, leaveRunning: true }).join(' ')).toBe(
      '/r --log /l checkpoint --image-path /i --work-path /w --tcp-established --leave-running web',
    );
    expect(runcRestoreArguments({ ...runc, options: [], bundle: '/b', stateDir: '/s' }).slice(0, 5)).toEqual([
      runc.runtimePath,
      '--root',
      '/s',
      '--log',
      runc.logFile,
    ]);
    expect(runcRestoreArguments({ ...runc, options: ['--file-locks'], bundle: '/b' }).join(' ')).toBe(
      '/r --log /l restore --detach --bundle /b --image-path /i --work-path /w --file-locks web',
    );
  });

  it('of podman write and read an archive', () => {
    const podman = { podmanPath: '/p', archive: '/a' };
    expect(podmanCheckpointArguments({ ...podman, id: 'x', options: [], leaveRunning: false }).join(' ')).toBe(
      '/p container checkpoint --compress none --ignore-rootfs --export /a x',
    );
    expect(podmanRestoreArguments({ ...podman, options: ['--tcp-established'] }).join(' ')).toBe(
      '/p container restore --import /a --tcp-established',
    );
    expect(() => podmanRestoreArguments({ ...podman, options: ['--ext-unix-sk'] })).toThrow(/podman cannot pass/);
  });

  it('take only options that may be passed', () => {
    const options = ['--action-script=/tmp/x'];
    expect(() => runcCheckpointArguments({ ...runc, options, leaveRunning: false })).toThrow(/not on its list/);
    expect(() => podmanRestoreArguments({ podmanPath: '/p', archive: '/a', options })).toThrow(/not on its list/);
  });
});

it('makes a criu that is found first and names the file with hook and options', async () => {
  const own = path.join(dir, "it's here");
  const parts = {
    dir: own,
    criuPath: '/bin/echo',
    actionScript: '/hook',
    options: ['--ghost-limit=2M', '--file-locks'],
  };
  const environment = prepareCriuThroughRuntime(parts);
  expect(readFileSync(path.join(own, 'criu.conf'), 'utf8')).toBe('action-script /hook\nghost-limit 2M\n');
  expect(environment.PATH?.split(':')[0]).toBe(path.join(own, 'bin'));
  const shown = { ...parts, criuPath: '/usr/bin/env' };
  prepareCriuThroughRuntime(shown);
  const { code, stdout } = await runProgram([path.join(own, 'bin/criu')]);
  expect(code).toBe(0);
  expect(stdout).toContain(`CRIU_CONFIG_FILE=${own}/criu.conf\n`);
});

it('says which runtime is missing', () => {
  expect(findRuntime('sh')).toMatch(/^\/(usr\/)?bin\/sh$/);
  expect(() => findRuntime('no-such-runtime')).toThrow(/no-such-runtime is not installed/);
});
