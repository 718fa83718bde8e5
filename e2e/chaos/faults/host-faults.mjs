import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readlinkSync, rmSync, statfsSync, writeSync } from 'node:fs';

const enter = (host, ...namespaces) => ['--target', String(host.initPid), ...namespaces, '--'];
const everywhere = ['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup'];

/** What shrinking leaves free, because the agent goes on writing meanwhile; the filler takes it. */
const slackBytes = 256 << 10;
const mostBytes = 512 << 20;

/** Shrinks the file system of the agent's state and fills it; it counts when a write was answered with ENOSPC. */
export function fillDisk(host, { mounted, outside }, lastsMs) {
  const { bsize, blocks } = statfsSync(outside);
  const resize = (bytes) => {
    const argv = ['mount', '-o', `remount,size=${bytes}`, mounted];
    return spawnSync('nsenter', [...enter(host, '--mount'), ...argv], { encoding: 'utf8' });
  };
  const filler = `${outside}/chaos-filler`;
  const end = () => {
    resize(blocks * bsize);
    rmSync(filler, { force: true });
  };
  let said = '';
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const { bfree } = statfsSync(outside);
    const { status, stderr } = resize((blocks - bfree) * bsize + slackBytes);
    said = stderr;
    if (status === 0 && fillUp(filler)) return { hit: true, detail: `of ${host.name}`, lastsMs, end };
  }
  end();
  return { hit: false, why: `the disk could not be filled: ${said}` };
}

/** Writes until nothing goes any more: in large pieces what the run gave back meanwhile, then the last pages. */
function fillUp(file) {
  const fd = openSync(file, 'w');
  try {
    return isRefused(fd, 1 << 20) && isRefused(fd, 4096);
  } finally {
    closeSync(fd);
  }
}

function isRefused(fd, pieceBytes) {
  const piece = Buffer.alloc(pieceBytes);
  try {
    for (let written = 0; written < mostBytes; written += pieceBytes) writeSync(fd, piece);
    return false;
  } catch (error) {
    return error.code === 'ENOSPC';
  }
}

/** Somebody else has a pid of the tree on the destination. */
export function takePid(host, pid, lastsMs) {
  const script = `echo ${pid - 1} > /proc/sys/kernel/ns_last_pid; sleep 60 > /dev/null 2>&1 < /dev/null & echo $!`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { stdout } = spawnSync('nsenter', [...enter(host, ...everywhere), 'sh', '-c', script], {
      encoding: 'utf8',
    });
    const got = Number(stdout.trim());
    const end = () => spawnSync('nsenter', [...enter(host, '--pid', '--mount'), 'kill', '-KILL', String(got)]);
    if (got === pid) return { hit: true, detail: `pid ${pid} on ${host.name}`, lastsMs, end };
    if (got > 0) end();
  }
  return { hit: false, why: `the pid ${pid} could not be had on ${host.name}` };
}

const listenProgram = `import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('0.0.0.0', int(sys.argv[1]))); s.listen()
print('listening', flush=True); sys.stdin.read()`;

/** Somebody else listens on the tree's port on the destination. */
export async function takePort(host, port, lastsMs) {
  const child = spawn('nsenter', [
    ...enter(host, ...everywhere),
    '/usr/bin/python3',
    '-c',
    listenProgram,
    String(port),
  ]);
  const said = await new Promise((resolve) => {
    child.stdout.once('data', () => resolve(true));
    child.once('close', () => resolve(false));
  });
  if (!said) return { hit: false, why: `the port ${port} could not be had on ${host.name}` };
  const closed = new Promise((resolve) => child.once('close', resolve));
  const end = () => {
    child.stdin.end();
    return closed;
  };
  return { hit: true, detail: `port ${port} on ${host.name}`, lastsMs, end };
}

/** The program of the tree is gone on the destination. */
export function takeFile(host, file, lastsMs) {
  const away = `${file}.taken-away`;
  const { status, stderr } = spawnSync('nsenter', [...enter(host, '--mount'), 'mv', file, away], { encoding: 'utf8' });
  if (status !== 0 || existsSync(`${host.root}${file}`)) return { hit: false, why: `mv: ${stderr}` };
  const end = () => spawnSync('nsenter', [...enter(host, '--mount'), 'mv', away, file]);
  return { hit: true, detail: `${file} on ${host.name}`, lastsMs, end };
}

/** The program of a process, as its own host names it. */
export const programOf = (pid) => readlinkSync(`/proc/${pid}/exe`);
