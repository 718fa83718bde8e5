import {
  buildAnswers,
  buildBundle,
  buildDestination,
  buildInetSocket,
  buildListener,
  describeRule,
} from '@godwit/test-kit';
import { type FactBundle, type InetSocket, known } from '../facts/index.ts';
import { destinationRoutes } from './destination-routes.ts';

const here = (socket: InetSocket): FactBundle => buildBundle({ tree: { inetSockets: known([socket]) } });
const { unreachable: _, ...withoutAnswer } = buildAnswers();
const cutOff = buildDestination({
  answers: { unreachable: known([{ address: '10.0.0.9', reason: 'ENETUNREACH' }]) },
});

describeRule(destinationRoutes, {
  silent: [
    { name: 'a connection whose other end is in reach', source: here(buildInetSocket()) },
    { name: 'a listener needs no route', source: here(buildListener()), destination: cutOff },
    {
      name: 'an interface that is there',
      source: here(buildListener({ boundInterface: 'eth0' })),
      destination: buildDestination({ host: { interfaces: known(['lo', 'eth0']) } }),
    },
  ],
  fires: [
    {
      name: 'a connection to where no route leads',
      source: here(buildInetSocket()),
      destination: cutOff,
      finding: { id: 'destination-routes.unreachable', severity: 'blocker' },
      criuLine: "Error (criu/sk-inet.c:1085): inet: Can't connect inet socket back: Network is unreachable",
    },
    {
      name: 'IPv6 sockets on a host without IPv6',
      source: here(buildListener({ family: 'ipv6', local: { address: '::', port: 80 } })),
      destination: buildDestination({ host: { ipv6: known(false) } }),
      finding: { id: 'destination-routes.no-ipv6', severity: 'blocker' },
    },
    {
      name: 'a socket bound to an interface that is missing',
      source: here(buildListener({ boundInterface: 'eth7' })),
      destination: buildDestination({ host: { interfaces: known(['lo', 'eth0']) } }),
      finding: { id: 'destination-routes.interface-missing', severity: 'blocker' },
      criuLine: "Error (criu/sockets.c:474): sockets: Can't set 1:25 (len 4): No such device",
    },
    {
      name: 'routes that were not looked for',
      source: here(buildInetSocket()),
      destination: { ...buildDestination(), answers: withoutAnswer },
      finding: { id: 'destination-routes.unread', severity: 'not-evaluated' },
    },
  ],
});
