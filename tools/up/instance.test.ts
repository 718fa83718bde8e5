import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { claimInstance } from './instance.mjs';
import { identifyProcess, isSameProcess, readInstance, writeInstance } from './instance-record.mjs';

const stops = { add: () => undefined, isStopping: () => false };
const claim = (stateDir: string) => claimInstance({ stateDir, publicUrl: 'http://localhost:4747' }, stops);
const endedProcess = { pid: process.pid, startTime: '1' };

describe('one instance per state directory', () => {
  it('refuses while another one runs, and says where it is', async () => {
    const stateDir = makeTree({});
    writeInstance(stateDir, {
      owner: identifyProcess(process.ppid)!,
      url: 'http://localhost:1',
      labIsOurs: false,
      children: [],
    });
    await expect(claim(stateDir)).rejects.toThrow('Godwit runs already: http://localhost:1');
  });

  it('takes over from one that was killed: ends its programs and remembers its lab', async () => {
    const stateDir = makeTree({});
    const agent = identifyProcess(spawn('sleep', ['60'], { stdio: 'ignore' }).pid!)!;
    writeInstance(stateDir, { owner: endedProcess, url: '', labIsOurs: true, children: [agent] });
    const instance = await claim(stateDir);
    expect(isSameProcess(agent)).toBe(false);
    expect(instance.leftLab).toBe(true);
    expect(readInstance(stateDir)?.owner.pid).toBe(process.pid);
  });

  it('never ends a process that only has the pid of a former agent', async () => {
    const stateDir = makeTree({});
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    writeInstance(stateDir, {
      owner: endedProcess,
      url: '',
      labIsOurs: false,
      children: [{ pid: stranger.pid!, startTime: '1' }],
    });
    await claim(stateDir);
    expect(identifyProcess(stranger.pid!)).toBeDefined();
    stranger.kill();
  });

  it('starts afresh when the record is torn', async () => {
    const stateDir = makeTree({ 'up.json': '{"owner":' });
    expect((await claim(stateDir)).leftLab).toBe(false);
  });
});
