import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adoptUnit } from './adopt-unit.ts';
import { rememberAway, welcomeBack } from './moved-away.ts';
import { awayFileOf, dropInOf, endUnit, holdUnit, releaseUnit, type Systemd } from './systemd-unit.ts';

let root: string;
let calls: string[];
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'godwit-systemd-'));
  calls = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const answer = (stdout: string, code = 0) => ({ code, signal: null, stdout, stderr: '', timedOut: false });

/** What systemctl(1) prints for each call, as its manual says; the calls are kept in their order. */
const recorded = (answers: Record<string, string | (() => string)> = {}): Systemd => ({
  runtime: path.join(root, 'run'),
  lasting: path.join(root, 'etc'),
  systemctl: async (...argv) => {
    calls.push(argv.join(' '));
    const found = answers[argv.join(' ')] ?? '';
    return answer(typeof found === 'string' ? found : found());
  },
});

const unit = 'shop.service';
const show = (...properties: string[]) => `show --property=${properties.join(',')} -- ${unit}`;
const heldBy = (systemd: Systemd) => ({
  way: 'systemd-override' as const,
  name: unit,
  commandLine: 'shop',
  dropIn: dropInOf(systemd, unit, 'run-1'),
});

describe('a systemd unit', () => {
  it('loses its restart for the run, by a drop-in that no unit file overrides, and gets it back', async () => {
    const systemd = recorded({ [show('Restart')]: 'Restart=no\n' });
    const held = heldBy(systemd);
    await holdUnit(systemd, held);
    expect(readFileSync(held.dropIn, 'utf8')).toMatch(/\[Unit\]\nConditionPathExists=!\/\n\[Service\]\nRestart=no\n$/);
    expect(await releaseUnit(systemd, held)).toMatchObject({ done: true });
    expect(readdirSync(systemd.runtime)).toEqual([]);
    expect(calls).toEqual(['daemon-reload', show('Restart'), 'daemon-reload']);
    // Once more changes nothing: the sweeper may come after the hold process.
    await releaseUnit(systemd, held);
    expect(calls).toHaveLength(3);
  });

  it('that keeps its restart is not frozen', async () => {
    const systemd = recorded({ [show('Restart')]: 'Restart=always\n' });
    await expect(holdUnit(systemd, heldBy(systemd))).rejects.toThrow(/still says Restart=always/);
  });

  it('that systemd cannot be asked about is not frozen', async () => {
    const systemd = { ...recorded(), systemctl: async () => answer('', 1) };
    await expect(holdUnit(systemd, heldBy(systemd))).rejects.toThrow(/daemon-reload ended with 1/);
  });

  it('starts nothing after the commit, not even after a reboot, until the workload is back', async () => {
    const systemd = recorded({ [show('Restart')]: 'Restart=no\n' });
    const held = heldBy(systemd);
    await holdUnit(systemd, held);
    expect(await endUnit(systemd, held)).toMatchObject({ done: true });
    const away = awayFileOf(systemd, unit);
    expect(readFileSync(away, 'utf8')).toMatch(/ConditionPathExists=!\/\n$/);
    expect(existsSync(held.dropIn)).toBe(false);
    expect(calls.slice(2)).toEqual(['daemon-reload', `reset-failed ${unit}`]);
    rememberAway(root, 'run-1', { workloadKey: `unit:${unit}`, commandLine: 'shop', file: away, unit });
    expect(await welcomeBack(systemd, root, { workloadKey: 'unit:other.service', commandLine: 'other' })).toEqual([]);
    expect(await welcomeBack(systemd, root, { workloadKey: 'command:shop', commandLine: 'shop' })).toEqual([away]);
    expect(existsSync(away)).toBe(false);
    expect(await welcomeBack(systemd, root, { workloadKey: `unit:${unit}`, commandLine: 'shop' })).toEqual([]);
  });
});

describe('a unit on the destination', () => {
  const copy = (systemd: Systemd) => ({
    unit,
    pid: 4711,
    runId: 'run-1',
    runDirectory: path.join(systemd.runtime, 'g'),
  });

  it('adopts the copy by one start that starts nothing, and is as it was afterwards', async () => {
    let seen = '';
    const systemd = recorded({
      [show('LoadState', 'ActiveState')]: 'LoadState=loaded\nActiveState=inactive\n',
      [show('ActiveState', 'MainPID')]: 'ActiveState=active\nMainPID=4711\n',
      [`start -- ${unit}`]: () => {
        const [file = ''] = readdirSync(path.join(systemd.runtime, `${unit}.d`));
        seen = readFileSync(path.join(systemd.runtime, `${unit}.d`, file), 'utf8');
        expect(readFileSync(path.join(systemd.runtime, 'g', `${unit}.pid`), 'utf8')).toBe('4711\n');
        return '';
      },
    });
    expect(await adoptUnit(systemd, copy(systemd))).toMatch(/adopted the copy as its main process 4711/);
    expect(seen).toMatch(
      /Type=forking\nPIDFile=.*\nExecCondition=\nExecStartPre=\nExecStart=\nExecStart=\/bin\/true\n/,
    );
    expect(calls).toEqual([
      show('LoadState', 'ActiveState'),
      'daemon-reload',
      `start -- ${unit}`,
      'daemon-reload',
      show('ActiveState', 'MainPID'),
    ]);
    expect(readdirSync(systemd.runtime)).toEqual(['g']);
  });

  it('that is not there, or runs already, is left alone', async () => {
    const missing = recorded({ [show('LoadState', 'ActiveState')]: 'LoadState=not-found\nActiveState=inactive\n' });
    expect(await adoptUnit(missing, copy(missing))).toMatch(/has no unit/);
    const busy = recorded({ [show('LoadState', 'ActiveState')]: 'LoadState=loaded\nActiveState=active\n' });
    expect(await adoptUnit(busy, copy(busy))).toMatch(/active here already/);
    expect(calls).toHaveLength(2);
  });

  it('that does not take the copy is said', async () => {
    const systemd = recorded({
      [show('LoadState', 'ActiveState')]: 'LoadState=loaded\nActiveState=inactive\n',
      [show('ActiveState', 'MainPID')]: 'ActiveState=failed\nMainPID=0\n',
    });
    expect(await adoptUnit(systemd, copy(systemd))).toMatch(/did not adopt the copy \(it is failed\)/);
  });
});
