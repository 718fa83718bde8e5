import type { Question, SystemProgram } from '../scenario.ts';

const python = '/usr/bin/python3';
const talkScript = `
import socket, sys
port, text, want = sys.argv[1], sys.argv[2].encode().decode('unicode_escape').encode(), int(sys.argv[3])
one = socket.create_connection(('127.0.0.1', int(port)), timeout=2) if port.isdigit() else socket.socket(socket.AF_UNIX)
if not port.isdigit():
    one.connect(port)
one.settimeout(2)
one.sendall(text)
print(one.recv(want).decode('latin1'))
`;
const staysScript = `
import socket, sys, time
one = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
one.sendall(sys.argv[2].encode().decode('unicode_escape').encode())
open('connected', 'w').close()
time.sleep(1000)
`;

/** Says something to a port, and what must come back. */
export const talk = (says: string, expects: string): Question => ({
  argv: [python, '-c', talkScript, '{port}', says, '2000'],
  expects,
});
/** A client that connects and stays. */
export const client = (says: string): readonly string[] => [python, '-c', staysScript, '{port}', says];

const web = talk('GET / HTTP/1.0\\r\\n\\r\\n', 'HTTP/1.[01] \\d\\d\\d');

export const redis: SystemProgram = {
  argv: ['redis-server', '--port', '{port}', '--save', '', '--dir', '{dir}', '--daemonize', 'no'],
  ready: { argv: ['redis-cli', '-p', '{port}', 'ping'], expects: 'PONG' },
};
export const memcached: SystemProgram = {
  argv: ['memcached', '-u', 'root', '-l', '127.0.0.1', '-p', '{port}', '-m', '16'],
  ready: talk('version\\r\\n', 'VERSION'),
};
export const beanstalkd: SystemProgram = {
  argv: ['beanstalkd', '-l', '127.0.0.1', '-p', '{port}'],
  ready: talk('stats\\r\\n', 'OK'),
};

const nginxConfiguration = (workers: string): string => `daemon off;
user root;
pid {dir}/nginx.pid;
error_log {dir}/error.log;
worker_processes ${workers};
events {}
http { access_log off; client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u;
scgi_temp_path {dir}/s; server { listen 127.0.0.1:{port}; location / { return 200 "here"; } } }
`;
export const nginx: SystemProgram = {
  argv: ['nginx', '-c', '{dir}/nginx.conf', '-p', '{dir}'],
  files: { 'nginx.conf': nginxConfiguration('2') },
  ready: web,
};
export const haproxy: SystemProgram = {
  argv: ['haproxy', '-f', '{dir}/haproxy.cfg'],
  files: {
    'haproxy.cfg':
      'global\n maxconn 100\ndefaults\n mode http\n timeout client 9s\n timeout server 9s\n timeout connect 9s\nfrontend f\n bind 127.0.0.1:{port}\n http-request return status 200 content-type text/plain string here\n',
  },
  ready: web,
};
export const lighttpd: SystemProgram = {
  argv: ['lighttpd', '-D', '-f', '{dir}/lighttpd.conf'],
  files: {
    'lighttpd.conf':
      'server.document-root = "{dir}"\nserver.port = {port}\nserver.bind = "127.0.0.1"\nserver.errorlog = "{dir}/error.log"\n',
  },
  ready: web,
};
export const apache: SystemProgram = {
  argv: ['apache2', '-D', 'FOREGROUND', '-f', '{dir}/apache.conf'],
  files: {
    'apache.conf':
      'ServerRoot {dir}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {dir}/apache.pid\nErrorLog {dir}/error.log\nDefaultRuntimeDir {dir}\nDocumentRoot {dir}\nLoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so\nLoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\nUser nobody\nGroup nogroup\nStartServers 1\n',
  },
  ready: web,
};
export const dnsmasq: SystemProgram = {
  argv: [
    'dnsmasq',
    '-k',
    '-C',
    '/dev/null',
    '--user=root',
    '--port={port}',
    '--listen-address=127.0.0.1',
    '--bind-interfaces',
    '--no-resolv',
    '--no-hosts',
    '--pid-file={dir}/pid',
  ],
  ready: {
    argv: [
      python,
      '-c',
      "import socket,sys\none=socket.socket(2,2); one.settimeout(2)\none.sendto(b'\\x01\\x02\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x01a\\x00\\x00\\x01\\x00\\x01', ('127.0.0.1', int(sys.argv[1])))\nprint('answered', len(one.recv(512)))",
      '{port}',
    ],
    expects: 'answered',
  },
};
export const mosquitto: SystemProgram = {
  argv: ['mosquitto', '-c', '{dir}/mosquitto.conf'],
  files: { 'mosquitto.conf': 'listener {port} 127.0.0.1\nallow_anonymous true\nuser root\npersistence false\n' },
  ready: talk('\\x10\\x0d\\x00\\x04MQTT\\x04\\x02\\x00\\x3c\\x00\\x01a', '^ ?\\x20\\x02\\x00\\x00|\\x20'),
};
export const rsync: SystemProgram = {
  argv: ['rsync', '--daemon', '--no-detach', '--config={dir}/rsyncd.conf', '--port={port}'],
  files: { 'rsyncd.conf': 'use chroot = no\naddress = 127.0.0.1\n[files]\npath = {dir}\n' },
  ready: talk('\\n', '@RSYNCD'),
};
export const sshd: SystemProgram = {
  argv: ['/usr/sbin/sshd', '-D', '-f', '{dir}/sshd_config', '-E', '{dir}/sshd.log'],
  files: {
    sshd_config:
      'Port {port}\nListenAddress 127.0.0.1\nHostKey {dir}/host-key\nPidFile none\nUsePAM no\nStrictModes no\nAuthorizedKeysFile {dir}/key.pub\nPermitRootLogin yes\n',
  },
  prepare: [
    ['mkdir', '-p', '/run/sshd'],
    ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', '{dir}/host-key'],
    ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', '{dir}/key'],
  ],
  ready: talk('SSH-2.0-truth\\r\\n', 'SSH-2.0-OpenSSH'),
};
export const sshSession: readonly string[] = [
  'ssh',
  '-tt',
  '-p',
  '{port}',
  '-i',
  '{dir}/key',
  '-o',
  'StrictHostKeyChecking=no',
  '-o',
  'UserKnownHostsFile=/dev/null',
  'root@127.0.0.1',
  'touch {dir}/connected; sleep 1000',
];
export const socat: SystemProgram = {
  argv: ['socat', 'TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork', 'EXEC:/bin/cat'],
  ready: talk('hello\\n', 'hello'),
};
export const netcat: SystemProgram = {
  argv: ['nc', '-lkU', '{dir}/socket'],
  ready: { argv: ['test', '-S', '{dir}/socket'], expects: '' },
};
export const postgres: SystemProgram = {
  argv: [
    'setpriv',
    '--reuid=postgres',
    '--regid=postgres',
    '--clear-groups',
    '/usr/lib/postgresql/15/bin/postgres',
    '-D',
    '{dir}/data',
    '-p',
    '{port}',
    '-k',
    '{dir}',
  ],
  prepare: [
    ['chmod', '0777', '{dir}'],
    [
      'setpriv',
      '--reuid=postgres',
      '--regid=postgres',
      '--clear-groups',
      '/usr/lib/postgresql/15/bin/initdb',
      '-D',
      '{dir}/data',
      '-A',
      'trust',
      '--no-sync',
    ],
  ],
  ready: {
    argv: [
      '/usr/lib/postgresql/15/bin/psql',
      '-h',
      '127.0.0.1',
      '-p',
      '{port}',
      '-U',
      'postgres',
      '-tAc',
      'select 6*7',
    ],
    expects: '42',
  },
};
