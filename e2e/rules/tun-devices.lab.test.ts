import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('tun-devices', [
  {
    name: 'a tun device in the network namespace of the host',
    program: "device = os.open('/dev/net/tun', os.O_RDWR)\nready()\nwait()",
    finds: ['tun-devices.host-network'],
  },
]);
