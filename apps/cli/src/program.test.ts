import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseBundle } from '@godwit/domain/facts';
import { verdictSchema } from '@godwit/domain/verdict';
import { runNode } from '@godwit/test-kit/run-node';
import { type StartedChild, startChild } from '@godwit/test-kit/start-child';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const launcher = join(project, 'apps/cli/bin/godwit.mjs');
const scratch = mkdtempSync(join(tmpdir(), 'godwit-cli-'));
let child: StartedChild;

beforeAll(async () => {
  const built = await runNode([join(project, 'tools/build/build.mjs'), '--only', 'cli']);
  if (built.code !== 0) throw new Error(built.stderr);
  const script = "require('net').createServer().listen(0, '127.0.0.1', () => console.log('ready'))";
  child = await startChild([process.execPath, '-e', script]);
}, 60_000);
afterAll(() => {
  child.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** No test here depends on a CRIU: one that is not there is a fact like any other. */
const withoutCriu = { GODWIT_CRIU: '/nowhere/criu', XDG_CACHE_HOME: join(scratch, 'cache') };
const godwit = (...argv: string[]) => runNode([launcher, ...argv], withoutCriu);

describe('wrong use', () => {
  it.each([
    [['preflight']],
    [['preflight', '--pid', 'x']],
    [['preflight', '--pid', '1', '--for', 'fun']],
    [['preflight', '--pid', '1', '--for', 'move']],
    [['preflight', '--pid', '1', '--unknown']],
    [['nonsense']],
    [['collect']],
    [['collect', '-o', '/nowhere/bundle.json']],
    [['collect', '-o', '-', '--nonces']],
    [['judge', '/nowhere/bundle.json']],
    [['move', 'counter']],
    [['move', 'counter', '--to', 'lab-b', '--mode', 'fast']],
    [['move', 'counter', '--to', 'lab-b', '--hold-seconds', 'long']],
    [['move', 'counter', '--to', 'lab-b', '--hold-seconds', '901']],
    [['move', 'counter', '--to', 'lab-b', '--mode', 'post-copy', '--keep-checkpoint']],
    [['move', 'counter', '--to', 'lab-b', '--mode', 'pre-copy', '--keep-checkpoint']],
  ])('%j ends with 64 and says why', async (argv) => {
    const { code, stderr } = await godwit(...argv);
    expect(code).toBe(64);
    expect(stderr.length).toBeGreaterThan(10);
  });

  it('of a portal command without a portal says what to set', async () => {
    const { code, stderr } = await runNode([launcher, 'move', 'counter', '--to', 'lab-b'], {
      ...withoutCriu,
      GODWIT_URL: '',
    });
    expect(code).toBe(64);
    expect(stderr).toContain('GODWIT_URL');
  });
});

/** An address at which nobody listens any more. */
const closedPort = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};

describe('a portal that does not answer', () => {
  it('is told as such', async () => {
    const environment = { ...withoutCriu, GODWIT_URL: await closedPort(), GODWIT_TOKEN: 'gdw_none' };
    const { code, stdout } = await runNode([launcher, 'move', 'counter', '--to', 'lab-b', '--json'], environment);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'channel-broken', message: expect.stringContaining('ECONNREFUSED') },
    });
    expect(stdout).not.toContain('gdw_none');
    expect(code).toBe(70);
  });
});

describe('processes that cannot be judged', () => {
  it.each([
    ['4000000', 66, 'no-such-process'],
    ['1', 64, 'process-not-movable'],
    ['2', 64, 'process-not-movable'],
    [String(process.pid), 64, 'process-not-movable'],
  ])('%s ends with %i', async (pid, expected, error) => {
    const { code, stdout } = await godwit('preflight', '--pid', pid, '--json');
    expect(code).toBe(expected);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, error: { code: error, remedy: expect.any(String) } });
  });
});

describe('a running process', () => {
  it('is judged as the published schema says, and is blocked where there is no CRIU', async () => {
    const { code, stdout } = await godwit('preflight', '--pid', String(child.pid), '--json');
    const verdict = verdictSchema.parse(JSON.parse(stdout));
    expect(verdict).toMatchObject({ version: 1, for: 'here', facts: { processes: 1 } });
    expect(verdict.verdict).toBe('blocked');
    expect(code).toBe(1);
    expect(verdict.findings).toContainEqual(expect.objectContaining({ id: 'criu-start.missing', severity: 'blocker' }));
  });

  it('is told to people with every finding', async () => {
    const { stdout } = await godwit('preflight', '--pid', String(child.pid), '--for', 'dump');
    expect(stdout).toMatch(/^Blocked for a dump/);
    expect(stdout).toContain('criu-start.missing');
    expect(stdout).not.toContain('\u001b[');
  });

  it('of somebody else is not clear for who may not look', async () => {
    const installed = join(scratch, 'unprivileged');
    mkdirSync(installed);
    for (const directory of [scratch, installed]) chmodSync(directory, 0o755);
    copyFileSync(join(project, 'apps/cli/dist/godwit.js'), join(installed, 'godwit.mjs'));
    copyFileSync(join(project, 'apps/cli/dist/koffi.node'), join(installed, 'koffi.node'));
    const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath];
    const argv = [...nobody, join(installed, 'godwit.mjs'), 'collect', '--pid', String(child.pid), '-o', '-'];
    const { tree } = parseBundle(execFileSync('setpriv', argv, { env: { PATH: process.env.PATH }, encoding: 'utf8' }));
    for (const fact of [tree!.tasks[0]!.fds, tree!.tasks[0]!.mappings, tree!.inetSockets, tree!.files]) {
      expect(fact).toMatchObject({ known: false, reason: expect.stringContaining('EACCES') });
    }
  });

  it('gives the same verdict from a saved bundle', async () => {
    const bundle = join(scratch, 'tree.json');
    expect((await godwit('collect', '--pid', String(child.pid), '-o', bundle)).code).toBe(0);
    const live = JSON.parse((await godwit('preflight', '--pid', String(child.pid), '--json')).stdout);
    const saved = await godwit('judge', bundle, '--json');
    const judged = JSON.parse(saved.stdout);
    const ids = (verdict: { findings: { id: string }[] }) => verdict.findings.map(({ id }) => id);
    expect(ids(judged)).toEqual(ids(live));
    expect(saved.code).toBe(1);
  });

  it('is not clear for a destination that was never asked about it', async () => {
    const here = join(scratch, 'here.json');
    await godwit('collect', '-o', here);
    const there = { ...parseBundle(readFileSync(here, 'utf8')) };
    const bundle = join(scratch, 'there.json');
    writeFileSync(bundle, JSON.stringify({ ...there, host: { ...there.host, hostname: 'elsewhere' } }));
    const { code, stdout } = await godwit(
      'preflight',
      '--pid',
      String(child.pid),
      '--for',
      'move',
      '--destination',
      bundle,
      '--json',
    );
    const { findings } = verdictSchema.parse(JSON.parse(stdout));
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'not-evaluated', id: expect.stringMatching(/^destination-/) }),
    );
    expect(code).not.toBe(0);
  });

  it('cannot move to the host it is on', async () => {
    const here = join(scratch, 'same.json');
    await godwit('collect', '-o', here);
    const { code, stdout } = await godwit(
      'preflight',
      '--pid',
      String(child.pid),
      '--for',
      'move',
      '--destination',
      here,
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'destination-is-source' } });
    expect(code).toBe(64);
  });
});

describe('bundles', () => {
  it.each([
    ['not JSON', 'bundle-malformed'],
    ['{}', 'bundle-malformed'],
    ['{"format":"godwit-facts","version":99}', 'bundle-version-unknown'],
    ['{"format":"godwit-facts","version":1,"collectedAt":"x"}', 'bundle-malformed'],
  ])('%s is refused', async (text, error) => {
    const path = join(scratch, 'bad.json');
    writeFileSync(path, text);
    const { code, stdout } = await godwit('judge', path, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: error } });
    expect(code).toBe(64);
  });

  it('hold the answers of a destination', async () => {
    const source = join(scratch, 'source.json');
    const answers = join(scratch, 'answers.json');
    await godwit('collect', '--pid', String(child.pid), '-o', source);
    const masked = await godwit('collect', '--answering', source, '-o', answers);
    expect(masked).toMatchObject({ code: 64, stderr: expect.stringContaining('--with-names') });
    await godwit('collect', '--pid', String(child.pid), '--with-names', '-o', source);
    expect((await godwit('collect', '--answering', source, '-o', answers)).code).toBe(0);
    const bundle = parseBundle(readFileSync(answers, 'utf8'));
    expect(bundle.answers?.idsTaken).toMatchObject({
      known: true,
      value: expect.arrayContaining([{ id: child.pid, comm: 'node' }]),
    });
    expect(bundle.answers?.files).toMatchObject({ known: true });
  });
});

describe('the installation', () => {
  it('says how to build when it was not built', async () => {
    mkdirSync(join(scratch, 'bin'));
    copyFileSync(launcher, join(scratch, 'bin/godwit.mjs'));
    const { code, stderr } = await runNode([join(scratch, 'bin/godwit.mjs'), '--version']);
    expect(code).toBe(70);
    expect(stderr).toContain('npm run build');
  });

  it('falls back without its native part and says where the facts came from', async () => {
    const alone = join(scratch, 'godwit.mjs');
    copyFileSync(join(project, 'apps/cli/dist/godwit.js'), alone);
    const { stdout } = await runNode([alone, 'collect', '--pid', String(child.pid), '-o', '-'], withoutCriu);
    const sockets = parseBundle(stdout).tree?.inetSockets;
    expect(sockets).toMatchObject({ known: true, source: expect.stringContaining('koffi addon is missing') });
    expect(sockets?.known && sockets.value).toMatchObject([{ state: 'listen' }]);
  });

  it('starts in under 0.2 s, or five times what Node alone takes where the machine is loaded', async () => {
    let fastestMs = Number.POSITIVE_INFINITY;
    let nodeAloneMs = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 12 && fastestMs >= 200; run++) {
      nodeAloneMs = Math.min(nodeAloneMs, (await runNode(['-e', '0'])).durationMs);
      fastestMs = Math.min(fastestMs, (await godwit('--version')).durationMs);
    }
    expect(fastestMs).toBeLessThan(Math.max(200, 5 * nodeAloneMs));
  });

  it('names in doctor what is missing and what mends it', async () => {
    const { code, stdout } = await godwit('doctor', '--json');
    const { checks } = JSON.parse(stdout);
    expect(checks).toContainEqual(
      expect.objectContaining({ name: 'CRIU', state: 'unknown', remedy: expect.stringContaining('Install CRIU') }),
    );
    expect(code).not.toBe(0);
  });
});
