import type { Scenario, SystemProgram } from '../scenario.ts';
import { languages } from './languages.ts';
import * as servers from './servers.ts';

const one = (name: string, program: SystemProgram, rest: Partial<Scenario> = {}): Scenario => ({
  name: `program.${name}`,
  program,
  ...rest,
});
const idle: Record<string, SystemProgram> = {
  redis: servers.redis,
  memcached: servers.memcached,
  beanstalkd: servers.beanstalkd,
  nginx: servers.nginx,
  haproxy: servers.haproxy,
  lighttpd: servers.lighttpd,
  apache: servers.apache,
  dnsmasq: servers.dnsmasq,
  mosquitto: servers.mosquitto,
  rsync: servers.rsync,
  sshd: servers.sshd,
  socat: servers.socat,
  netcat: servers.netcat,
};
const withClient: Record<string, SystemProgram> = {
  redis: { ...servers.redis, beside: servers.client('PING\\r\\n') },
  memcached: { ...servers.memcached, beside: servers.client('version\\r\\n') },
  nginx: { ...servers.nginx, beside: servers.client('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n') },
  beanstalkd: { ...servers.beanstalkd, beside: servers.client('watch a\\r\\n') },
  socat: { ...servers.socat, beside: servers.client('hello\\n') },
  sshd: { ...servers.sshd, beside: servers.sshSession },
};

/** Programs of Debian's packages, idle and at work. */
export const programScenarios: readonly Scenario[] = [
  ...Object.entries(languages).map(([name, program]) => one(name, program)),
  ...Object.entries(idle).map(([name, program]) => one(name, program)),
  ...Object.entries(withClient).map(([name, program]) => one(`${name}-with-client`, program)),
  one('postgres', servers.postgres),
  one('postgres-own-ipc', servers.postgres, { unshare: ['ipc'] }),
  one('bash-in-terminal', languages.bash ?? servers.redis, { footing: 'terminal' }),
  one('python-member', languages.python ?? servers.redis, { footing: 'member' }),
];
