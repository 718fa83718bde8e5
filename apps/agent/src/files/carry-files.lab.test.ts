import { lstatSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import type { CarriedFiles } from '@godwit/agent-protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { LabWorkload } from '../lab-harness/lab-workload.ts';
import { listFiles } from '../lab-harness/list-files.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

const directory = '/var/lib/private-file';
const file = `${directory}/state`;

let stage: MoveStage;
let writer: LabWorkload;
/** The directory as the machine sees it, on the source and on the destination of every move here. */
let here: string;
let there: string;

beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
  writer = await stage.start('private-file');
  here = stage.hostB.fileOf(directory);
  there = stage.hostA.fileOf(directory);
});
beforeEach(() => rmSync(there, { recursive: true, force: true }));
afterEach(() => stage.clean());
afterAll(() => stage?.end());

type Root = CarriedFiles['staged'][number];
const root = (more: Partial<Root> = {}): Root => ({
  path: file,
  kind: 'written',
  replace: false,
  bytes: 100,
  exclude: [],
  ...more,
});
const carrying = (...staged: Root[]) =>
  stage.moveOf(writer, { files: { staged, sharedDirectories: ['/srv/shared/log'] } });
const wholeDirectory = root({ path: directory, kind: 'directory' });

/** Where the areas of a run would lie, too. */
const listThere = () => listFiles(stage.hostA.fileOf('/var/lib'), 'private-file').concat(areasThere());
const areasThere = () => listFiles(stage.hostA.fileOf('/var/lib')).filter((line) => line.startsWith('.godwit-files'));

const fillDestination = () => {
  mkdirSync(`${there}/old`, { recursive: true });
  writeFileSync(`${there}/state`, 'what somebody else keeps here');
  writeFileSync(`${there}/old/data`, 'more of it', { mode: 0o604 });
  for (const name of ['state', 'old/data']) utimesSync(`${there}/${name}`, 1_600_000_000, 1_600_000_000);
};

const makeData = async () => {
  const python = `
import os
base = ${JSON.stringify(directory)}
os.makedirs(base + '/data/deep', exist_ok=True)
for name, content in (('plain', b'x' * 300000), ('empty', b'')):
    open(base + '/data/' + name, 'wb').write(content)
sparse = os.open(base + '/data/deep/sparse', os.O_RDWR | os.O_CREAT)
os.pwrite(sparse, b'end', 8 << 20)
os.setxattr(base + '/data/plain', 'user.note', b'kept')
os.chown(base + '/data/plain', 1234, 4321)
os.chmod(base + '/data/plain', 0o640)
os.utime(base + '/data/plain', (1500000000, 1500000000))
if not os.path.islink(base + '/data/link'): os.symlink('plain', base + '/data/link')
`;
  await stage.hostB.run('python3', '-c', python);
};

describe('what a workload writes', () => {
  it('travels with everything that lies in its data directory: owners, modes, times, links, holes and attributes', async () => {
    await makeData();
    const move = carrying(wholeDirectory);
    await move.prepare();
    await move.stage();
    writeFileSync(`${here}/data/late`, 'written after the copying');
    rmSync(`${here}/data/empty`);
    await move.dump();
    // Everything stands still now, so both sides can be compared.
    expect(listFiles(there)).toEqual(listFiles(here));
    expect(lstatSync(`${there}/data/deep/sparse`).blocks * 512).toBeLessThan(1 << 20);
    const attribute = ['python3', '-c', `import os;print(os.getxattr('${directory}/data/plain','user.note').decode())`];
    expect((await stage.hostA.run(...attribute)).trim()).toBe('kept');
    await move.restore();
    await move.commit();
    await move.release();
    await move.finish();
    expect(writer.place.host).toBe('lab-a');
    await writer.makeProgress();
    expect(areasThere()).toEqual([]);
    // At home again, as the next test needs it.
    writer = await stage.start('private-file');
  });

  it('leaves the destination byte for byte as it was when the move is given up', async () => {
    fillDestination();
    const before = listThere();
    const move = carrying({ ...wholeDirectory, replace: true });
    await move.prepare();
    await move.stage();
    await move.dump();
    expect(readFileSync(`${there}/state`, 'utf8')).toBe(readFileSync(`${here}/state`, 'utf8'));
    await move.abandon();
    expect(listThere()).toEqual(before);
    await writer.makeProgress();
  });

  it('leaves it so when agent and hold process there are killed between the copying and the commit', async () => {
    fillDestination();
    const before = listThere();
    const move = carrying(root({ replace: true }));
    await move.prepare();
    await move.stage();
    await move.dump();
    move.destination.kill();
    for (const victim of stage.hostA.pidsIn(`godwit/holds/${move.runId}`)) process.kill(victim, 'SIGKILL');
    await expect.poll(() => move.destination.isRunning, { timeout: 10_000 }).toBe(false);
    await move.abandon();
    expect(listThere()).toEqual(before);
    await writer.makeProgress();
  });

  it('never replaces what somebody else keeps there, not even what appears at the last moment', async () => {
    fillDestination();
    const before = listThere();
    const refused = carrying(root());
    await expect(refused.prepare()).rejects.toThrow(/something else lies at .*state/);
    await refused.abandon();
    expect(listThere()).toEqual(before);
    rmSync(there, { recursive: true });
    const surprised = carrying(root());
    await surprised.prepare();
    await surprised.stage();
    fillDestination();
    await expect(surprised.dump()).rejects.toThrow(/something else lies at/);
    await surprised.abandon();
    expect(listThere()).toEqual(before);
    await writer.makeProgress();
  });

  it('is given up when a private file was opened that no plan knows of', async () => {
    const move = stage.moveOf(writer, { files: { staged: [], sharedDirectories: ['/srv/shared/log'] } });
    await move.prepare();
    await expect(move.dump()).rejects.toThrow(/opened files for writing that are private.*state/);
    await writer.makeProgress();
  });

  it.each([
    ['a secret of the host', { path: '/root/.ssh/id', kind: 'written' as const }],
    ['where no files of workloads lie', { path: '/etc/passwd', kind: 'directory' as const }],
  ])('takes nothing along that the policy does not allow: %s', async (_, more) => {
    const move = carrying(root(more));
    await expect(move.prepare()).rejects.toThrow(/policy of this host/);
    await writer.makeProgress();
  });
});
