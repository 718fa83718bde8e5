import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { labLayout, spawnOn } from '../../../../tools/lab/index.mjs';
import { type MoveSubject, startTimeOf } from './drive-move.ts';
import type { LabHost } from './lab-host.ts';
import { hostOf, innerPidOf, readOr } from './look-at-processes.ts';

/** Says once that it was started, and then lives. A copy that was moved says nothing; a second start does. */
const program = `import os, sys, time
with open(sys.argv[1], 'a') as births:
    births.write('%d\\n' % os.getpid())
while True:
    time.sleep(0.05)
`;

/** Runs it in a cgroup of its own, and again whenever it ends. */
const loop = `mkdir -p "/sys/fs/cgroup$1"; while :; do (echo 0 > "/sys/fs/cgroup$1/cgroup.procs"; exec setsid "$2" "$3" "$4") </dev/null >/dev/null 2>&1; done`;

interface Copy {
  pid: number;
  insidePid: number;
  host: string;
}

/** A program that somebody starts again when it ends, judged from outside: how often it was started, and where it lives. */
export class SupervisedWorkload {
  readonly #set: number;
  readonly #hosts: readonly LabHost[];
  readonly #folder: string;
  readonly #inside: string;
  readonly cgroup: string;

  constructor(set: number, hosts: readonly LabHost[]) {
    this.#set = set;
    this.#hosts = hosts;
    const name = `supervised-${randomUUID().slice(0, 8)}`;
    this.cgroup = `/workloads/${name}`;
    this.#folder = path.join(labLayout(set).sharedDir, name);
    this.#inside = `/srv/shared/${name}`;
    mkdirSync(this.#folder);
    writeFileSync(path.join(this.#folder, 'program.py'), program);
    writeFileSync(path.join(this.#folder, 'births'), '');
  }

  /** Starts it below a restart loop on the first host. */
  async startLoop(): Promise<void> {
    const argv = [
      '/bin/sh',
      '-c',
      loop,
      'loop',
      this.cgroup,
      'python3',
      `${this.#inside}/program.py`,
      `${this.#inside}/births`,
    ];
    await this.#start(argv);
  }

  /** Starts it below a supervisord on the first host. @returns a way to ask supervisorctl */
  async startSupervisord(): Promise<(...argv: string[]) => Promise<string>> {
    const [home] = this.#hosts;
    const configuration = `${this.#inside}/supervisord.conf`;
    mkdirSync(path.join(this.#folder, 'conf.d'));
    writeFileSync(path.join(this.#folder, 'supervisord.conf'), this.#configuration());
    writeFileSync(
      path.join(this.#folder, 'conf.d/app.conf'),
      `[program:app]\ncommand=/bin/sh -c "exec python3 ${this.#inside}/program.py ${this.#inside}/births </dev/null >/dev/null 2>&1"\nautorestart=true\nstartsecs=0\n[program:other]\ncommand=sleep 1000\n`,
    );
    await this.#start(['/usr/bin/supervisord', '-n', '-c', configuration]);
    return (...argv) =>
      home ? home.run('/bin/sh', '-c', 'supervisorctl -c "$0" "$@"; true', configuration, ...argv) : Promise.reject();
  }

  /** Pids of those who started it, in order: one for ever, unless it was started again. */
  get births(): number[] {
    return readFileSync(path.join(this.#folder, 'births'), 'utf8').split('\n').filter(Boolean).map(Number);
  }

  /** Everywhere it lives now. */
  get copies(): Copy[] {
    return this.#processes('program.py').filter(({ pid }) => readOr(`/proc/${pid}/comm`).startsWith('python'));
  }

  /** State letter of what supervises it; null when that is gone. */
  get supervisorState(): string | null {
    const [first] = this.#processes('births', 'supervisord.conf').filter(
      ({ pid }) =>
        !readOr(`/proc/${pid}/comm`).startsWith('python') || readOr(`/proc/${pid}/cmdline`).includes('supervisord'),
    );
    return first ? (/\) (\w) /.exec(readOr(`/proc/${first.pid}/stat`))?.[1] ?? null) : null;
  }

  get subject(): MoveSubject {
    const [copy] = this.copies;
    if (!copy) throw new Error('the supervised program does not run');
    return {
      pid: copy.insidePid,
      startTimeTicks: startTimeOf(copy.pid),
      serviceAddress: null,
      ports: [],
      cgroup: this.cgroup,
      expectedBytes: 10_000_000,
      ids: [copy.insidePid],
    };
  }

  fileOf(name: string): string {
    return path.join(this.#folder, name);
  }

  end(): void {
    for (const { pid } of [...this.#processes('births', 'supervisord.conf')].sort((a, b) => a.pid - b.pid)) kill(pid);
    for (const { pid } of this.#processes('births', 'supervisord.conf')) kill(pid);
  }

  async #start(argv: string[]): Promise<void> {
    const [home] = this.#hosts;
    await spawnOn(this.#set, home?.name ?? '', argv, { cgroup: `${this.cgroup}-supervisor`, logFile: '/dev/null' });
  }

  #configuration(): string {
    return `[unix_http_server]\nfile=/run/${path.basename(this.#inside)}.sock\n[supervisord]\nlogfile=/dev/null\nlogfile_maxbytes=0\npidfile=/run/${path.basename(this.#inside)}.pid\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n[supervisorctl]\nserverurl=unix:///run/${path.basename(this.#inside)}.sock\n[include]\nfiles = conf.d/*.conf\n`;
  }

  #processes(...names: string[]): Copy[] {
    const wanted = names.map((name) => `${this.#inside}/${name}`);
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) =>
        readOr(`/proc/${pid}/cmdline`)
          .split('\0')
          .some((word) => wanted.includes(word)),
      )
      .map((pid) => ({ pid: Number(pid), insidePid: innerPidOf(pid), host: hostOf(this.#hosts, pid) }));
  }
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
};
