import { existsSync } from 'node:fs';
import { describeWithCriu } from './describe-with-criu.ts';

const iptables = ['/usr/sbin', '/sbin', '/usr/bin', '/usr/local/sbin'].some((place) => existsSync(`${place}/iptables`));
const lock = iptables ? [] : ['network-lock.nftables'];
const listener = `
server = socket.socket()
server.bind(('127.0.0.1', 0))
server.listen(8)
`;

describeWithCriu('tcp-connections', [
  {
    name: 'a listener and bound sockets',
    program: `${listener}
bound = socket.socket()
bound.bind(('127.0.0.1', 0))
fresh = socket.socket(socket.AF_INET6)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'an established connection',
    program: `${listener}
client = socket.create_connection(server.getsockname())
peer, _ = server.accept()
ready()
wait()`,
    finds: ['tcp-connections.connected', ...lock],
  },
  {
    name: 'a connection whose client has closed it',
    program: `${listener}
client = socket.create_connection(server.getsockname())
peer, _ = server.accept()
client.close()
time.sleep(0.2)
ready()
wait()`,
    finds: ['tcp-connections.connected', ...lock],
  },
  {
    name: 'a connection nobody accepted yet',
    program: `${listener}
client = socket.create_connection(server.getsockname())
ready()
wait()`,
    finds: ['tcp-connections.connected', 'tcp-connections.pending', ...lock],
  },
  {
    name: 'a connection that was reset and is still open',
    program: `${listener}
client = socket.create_connection(server.getsockname())
peer, _ = server.accept()
peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
peer.close()
server.close()
time.sleep(0.1)
ready()
wait()`,
    finds: ['tcp-connections.was-connected', ...lock],
  },
]);
