import type { Question, SystemProgram } from '../scenario.ts';
import { talk } from './servers.ts';

/** It counts up in a file of its own; what is asked is whether it still does. */
const counts: Question = {
  argv: [
    '/usr/bin/python3',
    '-c',
    "import os,sys,time\nread=lambda: os.stat('count').st_size if os.path.exists('count') else -1\nbefore=read()\ntime.sleep(0.4)\nprint('counts' if read()>before else 'stands still')",
  ],
  expects: 'counts',
};
const counting = (argv: readonly string[], more: Partial<SystemProgram> = {}): SystemProgram => ({
  argv,
  ready: counts,
  ...more,
});

/**
 * A compiled class, because no compiler comes with Java's runtime: in a loop, `new FileWriter("count", true)`, `write("x")`,
 * `close()`, `Thread.sleep(50)`.
 */
const javaClass = [
  'yv66vgAAADcAKAoAAgADBwAEDAAFAAYBABBqYXZhL2xhbmcvT2JqZWN0AQAGPGluaXQ+AQADKClWBwAIAQASamF2YS9pby9GaWxl',
  'V3JpdGVyCAAKAQAFY291bnQKAAcADAwABQANAQAWKExqYXZhL2xhbmcvU3RyaW5nO1opVggADwEAAXgKAAcAEQwAEgATAQAFd3Jp',
  'dGUBABUoTGphdmEvbGFuZy9TdHJpbmc7KVYKAAcAFQwAFgAGAQAFY2xvc2UFAAAAAAAAADIKABoAGwcAHAwAHQAeAQAQamF2YS9s',
  'YW5nL1RocmVhZAEABXNsZWVwAQAEKEopVgcAIAEABUNvdW50AQAEQ29kZQEABG1haW4BABYoW0xqYXZhL2xhbmcvU3RyaW5nOylW',
  'AQANU3RhY2tNYXBUYWJsZQEACkV4Y2VwdGlvbnMHACcBABNqYXZhL2xhbmcvRXhjZXB0aW9uACEAHwACAAAAAAACAAEABQAGAAEA',
  'IQAAABEAAQABAAAABSq3AAGxAAAAAAAJACIAIwACACEAAAAzAAQAAgAAAB67AAdZEgkEtwALTCsSDrYAECu2ABQUABe4ABmn/+UA',
  'AAABACQAAAADAAEAACUAAAAEAAEAJgAA',
].join('');
const unpackJava = [
  [
    '/usr/bin/python3',
    '-c',
    `import base64,sys; open('Count.class','wb').write(base64.b64decode(sys.argv[1]))`,
    javaClass,
  ],
];

export const languages: Record<string, SystemProgram> = {
  bash: counting(['bash', '-c', 'while :; do echo x >> count; sleep 0.05; done']),
  dash: counting(['dash', '-c', 'while :; do echo x >> count; sleep 0.05; done']),
  'bash-script': counting(['bash', '{dir}/script.sh'], {
    files: { 'script.sh': 'while :; do\n echo x >> count\n sleep 0.05\ndone\n' },
  }),
  pipeline: counting([
    'bash',
    '-c',
    'while :; do echo x; sleep 0.05; done | cat | gawk \'{ print >> "count"; fflush() }\'',
  ]),
  perl: counting([
    'perl',
    '-e',
    'while (1) { open(F, ">>count"); print F "x"; close F; select(undef,undef,undef,0.05) }',
  ]),
  'perl-open': counting([
    'perl',
    '-e',
    'open(F, ">>count"); $|=1; select(F); $|=1; while (1) { print F "x"; select(undef,undef,undef,0.05) }',
  ]),
  python: counting(['python3', '-c', "import time\nwhile True:\n  open('count','a').write('x'); time.sleep(.05)"]),
  ruby: counting(['ruby', '-e', 'loop { File.write("count", "x", mode: "a"); sleep 0.05 }']),
  php: counting(['php', '-r', 'while (1) { file_put_contents("count", "x", FILE_APPEND); usleep(50000); }']),
  lua: counting([
    'lua5.4',
    '-e',
    'while true do local f = io.open("count", "a"); f:write("x"); f:close(); os.execute("sleep 0.05") end',
  ]),
  tcl: counting(['tclsh', '{dir}/count.tcl'], {
    files: { 'count.tcl': 'while 1 { set f [open count a]; puts $f x; close $f; after 50 }\n' },
  }),
  awk: counting(['gawk', 'BEGIN { while (1) { print "x" >> "count"; fflush(); system("sleep 0.05") } }']),
  node: counting([process.execPath, '-e', "setInterval(()=>require('fs').appendFileSync('count','x'),50)"]),
  'node-io-uring': counting(
    [process.execPath, '-e', "setInterval(()=>require('fs').appendFile('count','x',()=>{}),50)"],
    {
      environment: { UV_USE_IO_URING: '1' },
    },
  ),
  'node-server': {
    argv: [process.execPath, '-e', "require('http').createServer((q,r)=>r.end('here')).listen({port},'127.0.0.1')"],
    ready: talk('GET / HTTP/1.0\\r\\n\\r\\n', 'HTTP/1.1 200'),
  },
  'node-worker': counting([
    process.execPath,
    '-e',
    "const w=require('worker_threads');new w.Worker(\"setInterval(()=>require('fs').appendFileSync('count','x'),50)\",{eval:true})",
  ]),
  'python-server': {
    argv: ['python3', '-m', 'http.server', '--bind', '127.0.0.1', '{port}'],
    ready: talk('GET / HTTP/1.0\\r\\n\\r\\n', 'HTTP/1.0 200'),
  },
  'python-pool': counting([
    'python3',
    '-c',
    "import multiprocessing,time\ndef f(n):\n  time.sleep(.02); return n\nif __name__=='__main__':\n  with multiprocessing.Pool(2) as p:\n    while True:\n      p.map(f,range(2)); open('count','a').write('x')",
  ]),
  'python-asyncio': counting([
    'python3',
    '-c',
    "import asyncio\nasync def f():\n  while True:\n    open('count','a').write('x'); await asyncio.sleep(.05)\nasyncio.run(f())",
  ]),
  java: counting(['java', '-XX:+UseSerialGC', '-cp', '{dir}', 'Count'], {
    prepare: unpackJava,
  }),
  'java-g1': counting(['java', '-XX:+UseG1GC', '-XX:-UsePerfData', '-cp', '{dir}', 'Count'], {
    prepare: unpackJava,
  }),
  'sqlite-writing': counting(
    [
      'python3',
      '-c',
      "import sqlite3,time\nc=sqlite3.connect('data.db'); c.execute('create table t(x)')\nwhile True:\n  c.execute('insert into t values (1)'); c.commit(); open('count','a').write('x'); time.sleep(.05)",
    ],
    {},
  ),
  'sqlite-wal-transaction': counting([
    'python3',
    '-c',
    "import sqlite3,time\nc=sqlite3.connect('data.db',isolation_level=None); c.execute('pragma journal_mode=wal'); c.execute('create table t(x)'); c.execute('begin immediate')\nwhile True:\n  c.execute('insert into t values (1)'); open('count','a').write('x'); time.sleep(.05)",
  ]),
  'sqlite-shell': {
    argv: [
      'sqlite3',
      '{dir}/data.db',
      'create table t(x); begin immediate; insert into t values (1);',
      '.shell sleep 1000',
    ],
    ready: { argv: ['test', '-s', '{dir}/data.db'], expects: '' },
    ask: { argv: ['true'], expects: '' },
  },
  cron: { argv: ['cron', '-f', '-L', '0'], ready: { argv: ['true'], expects: '' } },
  tmux: {
    argv: ['tmux', '-D', '-S', '{dir}/tmux'],
    ready: { argv: ['tmux', '-S', '{dir}/tmux', 'new-session', '-d', '-s', 'truth', 'sleep 1000'], expects: '' },
    ask: { argv: ['tmux', '-S', '{dir}/tmux', 'list-sessions'], expects: 'truth' },
  },
  screen: {
    argv: ['screen', '-D', '-m', '-S', 'truth', 'sleep', '1000'],
    environment: { SCREENDIR: '{dir}/screens' },
    prepare: [['mkdir', '-m', '0700', '{dir}/screens']],
    ready: { argv: ['ls', '{dir}/screens'], expects: 'truth' },
  },
  tail: { argv: ['tail', '-F', '{dir}/log'], files: { log: 'line\n' }, ready: { argv: ['true'], expects: '' } },
  'dd-pipeline': {
    argv: ['bash', '-c', 'dd if=/dev/zero bs=64k | gzip -c > /dev/null; true'],
    ready: { argv: ['true'], expects: '' },
  },
  'find-loop': counting(['bash', '-c', 'while :; do find /usr/share/doc > /dev/null; echo x >> count; done']),
  sort: { argv: ['bash', '-c', 'sort < <(sleep 1000); true'], ready: { argv: ['true'], expects: '' } },
  strace: { argv: ['strace', '-o', '/dev/null', 'sleep', '1000'], ready: { argv: ['true'], expects: '' } },
  'restart-loop': counting(['bash', '-c', 'while :; do sleep 0.2; echo x >> count; done & wait']),
  sleep: { argv: ['sleep', '1000'], ready: { argv: ['true'], expects: '' } },
};
