import { readdirSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { readText } from '../procfs/read-text.ts';
import { encodeCall, parseAnswer, type XmlRpcValue } from './xml-rpc.ts';

const answerDeadlineMs = 5000;
const longestAnswerBytes = 4 << 20;
/** UNIX_STREAM with the flag of a listening socket (proc_pid_net(5), `unix`): __SO_ACCEPTCON. */
const listening = '00010000';

const socketInodes = (pid: number): Set<string> => {
  const inodes = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // It was closed between the listing and now.
    }
  }
  return inodes;
};

/**
 * The control socket on which a supervisord listens, or null when it has none. It binds `NAME.PID` and links it to `NAME`
 * (supervisor/http.py), so that the kernel knows it by a name that is gone. Throws when /proc cannot be read.
 */
export const findControlSocket = (pid: number): string | null => {
  const inodes = socketInodes(pid);
  for (const line of readText(`/proc/${pid}/net/unix`).split('\n')) {
    const [, , , flags, , , inode = '', path = ''] = line.trim().split(/\s+/);
    if (flags === listening && inodes.has(inode) && path.startsWith('/')) return path.replace(`.${pid}`, '');
  }
  return null;
};

/**
 * Asks a supervisord through its control socket. Throws XmlRpcFault when it refuses, Error when it does not answer within
 * five seconds, or wants a password.
 */
export const callSupervisord = (
  socketPath: string,
  method: string,
  parameters: readonly XmlRpcValue[] = [],
): Promise<XmlRpcValue> =>
  new Promise((resolve, reject) => {
    const body = encodeCall(method, parameters);
    const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
    const call = request({ socketPath, path: '/RPC2', method: 'POST', headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > longestAnswerBytes) call.destroy(new Error('its answer is too long'));
      });
      answer.on('error', reject).on('end', () => {
        if (answer.statusCode !== 200) return reject(refusal(answer.statusCode ?? 0));
        try {
          resolve(parseAnswer(text));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    const timer = setTimeout(() => call.destroy(new Error('it did not answer within 5 s')), answerDeadlineMs);
    call.on('error', reject).on('close', () => clearTimeout(timer));
    call.end(body);
  });

const refusal = (status: number): Error =>
  new Error(status === 401 ? 'its control socket wants a password' : `its control socket answered with HTTP ${status}`);

/** A program of a supervisord as its control socket tells it. `name` is `group:name`, as supervisorctl takes it. */
export interface SupervisedProgram {
  name: string;
  pid: number;
  /** RUNNING, STOPPED, FATAL, BACKOFF, EXITED, STARTING, STOPPING. */
  state: string;
}

/** All programs of a supervisord. Throws as callSupervisord. */
export const listSupervised = async (socketPath: string): Promise<SupervisedProgram[]> => {
  const all = await callSupervisord(socketPath, 'supervisor.getAllProcessInfo');
  if (!Array.isArray(all)) throw new Error('its answer is not a list of programs');
  return all.flatMap((one) => {
    if (one === null || typeof one !== 'object' || Array.isArray(one)) return [];
    const { group, name, pid, statename } = one;
    return [{ name: `${String(group)}:${String(name)}`, pid: Number(pid), state: String(statename) }];
  });
};
