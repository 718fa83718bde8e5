import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatAddress } from './format-address.ts';
import { encodeInetRequest, parseInetDiag } from './inet-diag.ts';
import { parseNetlinkDiag } from './netlink-diag.ts';
import { parsePacketDiag } from './packet-diag.ts';
import { parseNetInet } from './parse-net-inet.ts';
import { parseNetTable } from './parse-net-table.ts';
import { parseNetUnix } from './parse-net-unix.ts';
import { type InetTable, inetTables } from './socket-tables.ts';
import { parseUnixDiag } from './unix-diag.ts';

const recorded = (name: string): string => readFileSync(new URL(`recorded/${name}.txt`, import.meta.url), 'utf8');
const tableOf = (file: string): InetTable => inetTables.find((table) => table.file === file)!;

describe('addresses as inet_ntop writes them', () => {
  it.each([
    ['7f000001', '127.0.0.1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['fe80000000000000000000fffe000001', 'fe80::ff:fe00:1'],
    ['20010db8000000010000000000000001', '2001:db8:0:1::1'],
    ['00000000000000000000ffff7f000001', '::ffff:127.0.0.1'],
    ['20010db8000100010001000100010001', '2001:db8:1:1:1:1:1:1'],
  ])('%s', (bytes, text) => {
    expect(formatAddress(Buffer.from(bytes, 'hex'))).toBe(text);
  });
});

describe('text tables', () => {
  it('counts a listener its waiting connections and a half-closed socket its bytes', () => {
    const [listener, halfClosed] = parseNetInet(recorded('tcp'), tableOf('tcp'));
    expect(listener).toMatchObject({
      inode: '114406',
      state: 'listen',
      local: { address: '127.0.0.1', port: 34363 },
      pendingConnections: 2,
      receiveQueueBytes: 0,
    });
    expect(halfClosed).toMatchObject({ state: 'close-wait', receiveQueueBytes: 7 });
    expect(halfClosed?.pendingConnections).toBeUndefined();
  });

  it('reads IPv6, v4-mapped too', () => {
    const [listener, connection] = parseNetInet(recorded('tcp6'), tableOf('tcp6'));
    expect(listener).toMatchObject({ family: 'ipv6', local: { address: '::1', port: 8080 } });
    expect(connection).toMatchObject({ local: { address: '::ffff:127.0.0.1' }, sendQueueBytes: 16 });
  });

  it('takes the protocol of a raw socket from where others have the port', () => {
    expect(parseNetInet(recorded('raw'), tableOf('raw'))).toMatchObject([
      { type: 'raw', protocol: 1, local: { address: '0.0.0.0', port: 0 }, inode: '10938' },
    ]);
  });

  it('reads unix sockets, blanks in names included', () => {
    expect(parseNetUnix(recorded('unix'))).toEqual([
      { inode: '500', type: 'stream', state: 'listen', connecting: false, name: '/run/my app.sock' },
      { inode: '0', type: 'stream', state: 'unconnected', connecting: true, name: '/run/my app.sock' },
      { inode: '501', type: 'stream', state: 'established', connecting: false, name: null },
      { inode: '502', type: 'dgram', state: 'unconnected', connecting: false, name: '@abstract' },
    ]);
  });

  it('names the columns of tables with a heading', () => {
    expect(parseNetTable(recorded('netlink'))).toMatchObject([
      { Eth: '15', Groups: '00000001', Rmem: '512', Inode: '4321' },
    ]);
  });
});

describe('sock_diag', () => {
  it('asks for protocols above 255 by an attribute', () => {
    expect(encodeInetRequest(tableOf('tcp')).subarray(0, 8).toString('hex')).toBe('02060800ffffffff');
    const mptcp = encodeInetRequest(inetTables.find(({ protocol }) => protocol === 262)!);
    expect(mptcp).toHaveLength(64);
    expect(mptcp.readUInt32LE(60)).toBe(262);
  });

  it('reads an inet socket with its attributes', () => {
    const message = Buffer.alloc(80);
    message.set([10, 10], 0);
    message.writeUInt16BE(8080, 4);
    message.writeUInt32LE(3, 56);
    message.writeUInt32LE(4711, 68);
    message.set([5, 0, 11, 0, 1], 72);
    expect(parseInetDiag(message, tableOf('tcp6'))).toMatchObject({
      inode: '4711',
      state: 'listen',
      local: { address: '::', port: 8080 },
      pendingConnections: 3,
      v6Only: true,
    });
  });

  it('tells an abstract name, a peer without inode and waiting connections', () => {
    const attribute = (type: number, value: Buffer): Buffer => {
      const head = Buffer.alloc(4);
      head.writeUInt16LE(4 + value.length, 0);
      head.writeUInt16LE(type, 2);
      return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
    };
    const head = Buffer.alloc(16);
    head.set([1, 5, 10], 0);
    head.writeUInt32LE(99, 4);
    const inodes = Buffer.alloc(8);
    inodes.writeUInt32LE(7, 0);
    inodes.writeUInt32LE(8, 4);
    const message = Buffer.concat([
      head,
      attribute(0, Buffer.from('\0bus')),
      attribute(2, Buffer.alloc(4)),
      attribute(3, inodes),
      attribute(4, Buffer.from('0200000080000000', 'hex')),
    ]);
    expect(parseUnixDiag(message)).toEqual({
      inode: '99',
      type: 'seqpacket',
      state: 'listen',
      name: '@bus',
      peerInode: null,
      pendingInodes: ['7', '8'],
      receiveQueueBytes: 0,
      sendQueueBytes: 0,
      shutdown: 0,
    });
  });

  it('tells the groups of a netlink socket by number, those above 32 too', () => {
    const message = Buffer.concat([
      Buffer.alloc(28),
      Buffer.from('0c00010004000000010000000c0000000000000000000000', 'hex'),
    ]);
    message.writeUInt32LE(4242, 4);
    message.writeUInt32LE(99, 16);
    expect(parseNetlinkDiag(message)).toMatchObject({
      Pid: '4242',
      Inode: '99',
      Members: '3 33',
      HasGroups: 'true',
      Rmem: '0',
    });
  });

  it('counts how often a packet socket joined', () => {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(99, 4);
    const membership = Buffer.alloc(48);
    membership.writeUInt16LE(48, 0);
    membership.writeUInt16LE(1, 2);
    membership.writeUInt32LE(2, 8);
    expect(parsePacketDiag(Buffer.concat([head, membership]))).toEqual({ Inode: '99', Joined: '2' });
  });
});
