import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTask, startProgram, type TaskIdentity, writeEnterScript } from '@godwit/criu-driver';

// On a host that is busy with other things everything takes its time; slowness says nothing about CRIU.
const startMs = 30_000;
const answerMs = 30_000;
const lifetimeMs = 120_000;
const lookAtAgentMs = 500;

/**
 * Listens on loopback, writes its port to a file and answers every connection with its token: an answer after a restore
 * proves that memory, socket and event loop came back. Ends with the agent, however that ends, the restored one too: it
 * looks whether pid and start time (field 22 of proc_pid_stat(5)) are still there.
 */
const program = `
const [portFile, token, agentPid, agentStart] = process.argv.slice(1);
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const server = require('node:net').createServer((socket) => socket.on('error', () => socket.destroy()).end(token));
server.listen(0, '127.0.0.1', () => {
  writeFileSync(portFile + '.new', String(server.address().port));
  renameSync(portFile + '.new', portFile);
});
const startOf = (pid) => {
  try {
    const stat = readFileSync('/proc/' + pid + '/stat', 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? '' : rest[18];
  } catch {
    return '';
  }
};
setInterval(() => startOf(agentPid) === agentStart || process.exit(0), ${lookAtAgentMs});
setTimeout(() => process.exit(0), ${lifetimeMs});
`;

export interface ProbeListener {
  pid: number;
  port: number;
  token: string;
  /** Resolves once the process that was started has ended (the restored one is no child of ours). */
  exited: Promise<void>;
}

/** Starts the listener in a session of its own with no terminal and no pipes. `agent` is with whom it ends. */
export const startProbeListener = async (
  folder: string,
  token: string,
  agent: TaskIdentity | null = readTask(process.pid),
): Promise<ProbeListener> => {
  const portFile = path.join(folder, 'port');
  const enterScript = path.join(folder, 'enter.sh');
  writeEnterScript(enterScript);
  const owner = [String(agent?.pid), String(agent?.startTimeTicks)];
  const child = startProgram([process.execPath, '-e', program, portFile, token, ...owner], {
    outputFile: path.join(folder, 'listener.log'),
    cgroupProcs: [],
    enterScript,
    detached: true,
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  for (let waitedMs = 0; !existsSync(portFile); waitedMs += 20) {
    if (waitedMs > startMs || child.pid === undefined) throw new Error('the probe process did not start listening');
    await sleep(20);
  }
  return { pid: child.pid ?? 0, port: Number(readFileSync(portFile, 'utf8')), token, exited };
};

export const answersItsToken = ({ port, token }: ProbeListener): Promise<boolean> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = createConnection({ port, host: '127.0.0.1', timeout: answerMs });
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.once('end', () => resolve(answer === token));
    socket.once('error', () => resolve(false));
    socket.once('timeout', () => {
      socket.destroy();
      resolve(false);
    });
  });

/** Kills the probe, original or restored; the token in its command line tells it from a stranger that took the pid. */
export const killProbeListener = ({ pid, token }: ProbeListener): void => {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(token)) process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
};
