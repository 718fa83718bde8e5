"""Sockets of every family, with their peers inside or outside of the tree."""

import array
import ctypes
import fcntl
import os
import socket
import struct
import time

from holding import block, child, in_thread, libc, syscall, tell, until, wait_for

LOCAL = {4: '127.0.0.1', 6: '::1'}
FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}


def tcp_state(one):
    return one.getsockopt(socket.IPPROTO_TCP, 11, 1)[0]


def waiting(one):
    """Bytes in the receive queue (FIONREAD)."""
    return struct.unpack('i', fcntl.ioctl(one, 0x541B, b'\0' * 4))[0]


def machine_address(family=4):
    """An address of this machine that is not loopback."""
    with socket.socket(FAMILY[family], socket.SOCK_DGRAM) as one:
        one.connect(('192.0.2.1' if family == 4 else '2001:db8::1', 9))
        return one.getsockname()[0]


def listen(family=4, backlog=8, protocol=0, at=None, port=0):
    server = socket.socket(FAMILY[family], socket.SOCK_STREAM, protocol)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    where = {None: LOCAL[family], 'any': '::' if family == 6 else '0.0.0.0', 'machine': at and machine_address(family)}[at]
    server.bind((where, port))
    server.listen(backlog)
    return server


def echoes(one):
    one.settimeout(2)
    one.sendall(b'echo')
    return one.recv(10) == b'echo' or 'nobody answers'


@block
def tcp_listener(on, family=4, protocol=0, at=None, port=0):
    server = listen(family, protocol=protocol, at=at, port=port)
    tell(on.path('port'), str(server.getsockname()[1]))
    tell(on.path('address'), server.getsockname()[0])

    def check():
        server.settimeout(1)
        # More than once: another socket may share the port and take some.
        for _ in range(12):
            client = socket.create_connection(server.getsockname()[:2], timeout=2)
            try:
                accepted, _ = server.accept()
            except TimeoutError:
                return 'a connection did not arrive'
            client.sendall(b'x')
            if accepted.recv(1) != b'x':
                return 'it does not listen'

    return check


OPTIONS = {
    'fastopen': (1, 6, 23, 5),
    'user-timeout': (1, 6, 18, 5000),
    'no-delay': (1, 6, 1, 1),
    'keep-idle': (1, 6, 4, 77),
    'transparent': (1, 0, 19, 1),
    'errors': (2, 0, 11, 1),
    'multicast-loop': (2, 0, 34, 0),
    'segment': (2, 17, 103, 500),
    'broadcast': (2, 1, 6, 1),
}


@block
def socket_option(on, name):
    kind, level, option, value = OPTIONS[name]
    one = socket.socket(socket.AF_INET, kind)
    one.setsockopt(level, option, value)
    one.bind((LOCAL[4], 0))
    if kind == 1:
        one.listen(4)
    before = one.getsockopt(level, option)
    return lambda: one.getsockopt(level, option) == before or f'{one.getsockopt(level, option)} instead of {before}'


@block
def tcp_unconnected(on, bound=False, family=4, protocol=0):
    one = socket.socket(FAMILY[family], socket.SOCK_STREAM, protocol)
    if bound:
        one.bind((LOCAL[family], 0))
    return lambda: None if one.getsockname() else 'gone'


@block
def tcp_inside(on, state='connected', family=4):
    server = listen(family)
    near = socket.create_connection(server.getsockname()[:2])
    far, _ = server.accept()
    if state == 'closed-listener':
        server.close()
    elif state == 'half-closed':
        near.shutdown(socket.SHUT_WR)
    elif state == 'both-closed':
        near.shutdown(socket.SHUT_WR)
        time.sleep(0.02)
        far.shutdown(socket.SHUT_WR)
    elif state == 'time-wait':
        near.close()
        far.close()
        return lambda: None if server.getsockname() else 'gone'
    elif state == 'queued':
        near.sendall(b'q' * 5000)
    time.sleep(0.05)
    before = tcp_state(near), tcp_state(far), waiting(far)

    def check():
        after = tcp_state(near), tcp_state(far), waiting(far)
        if after != before:
            return f'states and queue {after} instead of {before}'
        if state in ('connected', 'closed-listener'):
            near.sendall(b'x')
            far.settimeout(2)
            return far.recv(1) == b'x' or 'nothing passes'

    return check


@block
def tcp_server(on, state='connected', family=4, accept=True):
    """The client is outside; what it does is said by `state`."""
    server = listen(family)
    tell(on.path('port'), f'{server.getsockname()[1]} {family} {state}')
    if not accept:
        wait_for(f'{on.other}/done')
        time.sleep(0.05)

        def check():
            server.settimeout(2)
            try:
                one, _ = server.accept()
            except TimeoutError:
                return 'the waiting connection is lost'
            return None

        return check
    one, _ = server.accept()
    wait_for(f'{on.other}/done')
    if state == 'half-closed':
        one.shutdown(socket.SHUT_WR)
    elif state == 'unsent':
        one.setblocking(False)
        try:
            while True:
                one.send(b'u' * 65536)
        except BlockingIOError:
            one.setblocking(True)
    time.sleep(0.05)
    before = tcp_state(one), waiting(one) if state == 'queued' else 0

    def check():
        after = tcp_state(one), waiting(one) if state == 'queued' else 0
        if after != before:
            return f'state and queue {after} instead of {before}'
        if state == 'connected':
            return echoes(one)

    return check


@block
def tcp_client_outside(on):
    port, family, state = wait_for(f'{on.other}/port').split()
    one = socket.create_connection((LOCAL[int(family)], int(port)))
    on.keep(one)
    if state == 'queued':
        one.sendall(b'q' * 5000)
    elif state in ('peer-closed', 'pending-closed'):
        one.close()
    elif state == 'pending-data':
        one.sendall(b'early')
    tell(on.path('done'))
    if state == 'connected':
        in_thread(lambda: echo_on(one))


def echo_on(one):
    while True:
        data = one.recv(100)
        if not data:
            return
        one.sendall(data)


@block
def tcp_client(on, family=4):
    port = wait_for(f'{on.other}/port').split()[0]
    one = socket.create_connection((LOCAL[family], int(port)))
    return lambda: echoes(one)


@block
def tcp_server_outside(on, family=4):
    server = listen(family)
    tell(on.path('port'), str(server.getsockname()[1]))

    def work():
        while True:
            one, _ = server.accept()
            in_thread(lambda: echo_on(one))

    in_thread(work)


@block
def tcp_connecting(on):
    """SYN-SENT: the listener's queue of the same tree is full, so the handshake is not answered."""
    server = listen(4, backlog=0)
    fillers = []
    for _ in range(4):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(server.getsockname())
        fillers.append(one)
    time.sleep(0.1)
    on.keep(server, fillers)
    states = [tcp_state(one) for one in fillers]
    if 2 not in states:
        raise OSError('no connection is waiting for its answer')
    return lambda: None if server.getsockname() else 'gone'


@block
def udp(on, state='bound', family=4, protocol=0):
    one = socket.socket(FAMILY[family], socket.SOCK_DGRAM, protocol)
    if state != 'unbound':
        one.bind((LOCAL[family], 0))
        tell(on.path('port'), str(one.getsockname()[1]))
    other = socket.socket(FAMILY[family], socket.SOCK_DGRAM, protocol)
    other.bind((LOCAL[family], 0))
    if state == 'connected':
        one.connect(other.getsockname())
    elif state == 'corked':
        one.connect(other.getsockname())
        one.setsockopt(socket.IPPROTO_UDP, 1, 1)
        one.send(b'corked')
    elif state == 'cork-flushed':
        one.connect(other.getsockname())
        one.setsockopt(socket.IPPROTO_UDP, 1, 1)
        one.send(b'corked')
        one.setsockopt(socket.IPPROTO_UDP, 1, 0)
        other.recv(10)
    elif state == 'queued':
        other.sendto(b'queued', one.getsockname())

    def check():
        if state == 'queued':
            one.settimeout(0.5)
            try:
                return one.recv(10) == b'queued'
            except TimeoutError:
                return 'the datagram is lost'
        if state == 'connected':
            one.send(b'x')
            other.settimeout(1)
            return other.recv(10) == b'x'
        if state == 'bound':
            other.sendto(b'x', one.getsockname())
            one.settimeout(1)
            return one.recv(10) == b'x'

    return check


@block
def odd_socket(on, kind):
    def netlink(protocol, groups=0, pid=0):
        one = socket.socket(16, socket.SOCK_RAW, protocol)
        if pid is not None:
            one.bind((pid, groups))
        return one

    def netlink_data():
        one = netlink(0)
        one.send(struct.pack('IHHIIBxxx', 20, 18, 0x301, 1, 0, 0).ljust(32, b'\0')[:20])
        time.sleep(0.05)
        return one

    def packet(membership=None):
        one = socket.socket(17, socket.SOCK_RAW, socket.htons(3))
        one.bind(('lo', 3))
        if membership is not None:
            one.setsockopt(263, 1, struct.pack('iHH8s', 1, membership, 6, b'\1\0\x5e\0\0\1\0\0'))
        return one

    makers = {
        'icmp': lambda: socket.socket(2, socket.SOCK_DGRAM, 1),
        'raw-icmp': lambda: socket.socket(2, socket.SOCK_RAW, 1),
        'raw-tcp': lambda: socket.socket(2, socket.SOCK_RAW, 6),
        'raw6-icmp': lambda: socket.socket(10, socket.SOCK_RAW, 58),
        'packet': packet,
        'packet-unbound': lambda: socket.socket(17, socket.SOCK_DGRAM, 0),
        'packet-multicast': lambda: packet(0),
        'packet-promiscuous': lambda: packet(1),
        'netlink-route': lambda: netlink(0),
        'netlink-unbound': lambda: netlink(0, pid=None),
        # Nobody sends to this group unasked.
        'netlink-groups': lambda: netlink(2, groups=1),
        'netlink-data': netlink_data,
        'netlink-uevent': lambda: netlink(15, groups=1),
        'netlink-diag': lambda: netlink(4),
        'netlink-generic': lambda: netlink(16),
        'netlink-netfilter': lambda: netlink(12),
        'netlink-crypto': lambda: netlink(21),
        'vsock': lambda: socket.socket(40, socket.SOCK_STREAM),
        'alg': lambda: socket.socket(38, socket.SOCK_SEQPACKET),
        'key': lambda: socket.socket(15, socket.SOCK_RAW, 2),
        'can': lambda: socket.socket(29, socket.SOCK_RAW, 1),
        'tipc': lambda: socket.socket(30, socket.SOCK_STREAM),
        'xdp': lambda: socket.socket(44, socket.SOCK_RAW),
        'rds': lambda: socket.socket(21, socket.SOCK_SEQPACKET),
        'bluetooth': lambda: socket.socket(31, socket.SOCK_SEQPACKET, 0),
        'sctp': lambda: socket.socket(2, socket.SOCK_STREAM, 132),
        'dccp': lambda: socket.socket(2, 6, 33),
        'l2tp': lambda: socket.socket(2, socket.SOCK_DGRAM, 115),
        'kcm': lambda: socket.socket(41, socket.SOCK_SEQPACKET),
        'smc': lambda: socket.socket(43, socket.SOCK_STREAM),
        'pppox': lambda: socket.socket(24, socket.SOCK_STREAM, 0),
    }
    one = makers[kind]()
    return lambda: None if os.fstat(one.fileno()) else 'gone'


UNIX = {'stream': socket.SOCK_STREAM, 'dgram': socket.SOCK_DGRAM, 'seqpacket': socket.SOCK_SEQPACKET}


@block
def unix_pair(on, kind='stream', state='connected', spread=False):
    """`spread`: the other end is held by a child alone."""
    near, far = socket.socketpair(socket.AF_UNIX, UNIX[kind])
    if state == 'queued':
        near.send(b'queued')
    elif state == 'peer-closed':
        far.close()
        return lambda: near.recv(1) == b'' if kind == 'stream' else (None if near.fileno() else 'gone')
    elif state == 'closed-with-data':
        far.send(b'queued')
        far.close()
        return lambda: near.recv(10) == b'queued' or 'the data is lost'
    elif state == 'shut':
        near.shutdown(socket.SHUT_WR)
    elif state == 'passing':
        reader, writer = os.pipe()
        near.sendmsg([b'f'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [reader]))])
        on.keep(writer)
    if spread:
        child(lambda: (near.close(), [far.send(far.recv(10)) for _ in range(9)]))
        far.close()

        def answered():
            near.settimeout(2)
            near.send(b'x')
            return near.recv(10) == b'x' or 'nobody answers'

        return answered

    def check():
        far.settimeout(1)
        if state == 'queued':
            return far.recv(10) == b'queued' or 'the data is lost'
        if state == 'shut':
            return far.recv(1) == b'' or 'not shut'
        if state == 'passing':
            return len(far.recvmsg(10, 100)[1]) == 1 or 'the descriptor is lost'
        near.send(b'x')
        return far.recv(10) == b'x' or 'nothing passes'

    return check


@block
def unix_listener(on, name='path', state='kept', kind='stream', pending='none', folder=False):
    """`pending`: a connection that nobody accepted, made by the tree itself."""
    server = socket.socket(socket.AF_UNIX, UNIX[kind])
    path = {'path': on.path('socket'), 'abstract': '\0truth-' + os.path.basename(os.path.dirname(on.directory)), 'relative': 'relative-socket'}[name]
    if folder:
        os.mkdir(on.path('sockets'))
        path = on.path('sockets/socket')
    server.bind(path)
    tell(on.path('bound'), str(path))
    if kind != 'dgram':
        server.listen(4)
    if state == 'deleted':
        os.unlink(path)
    elif state == 'replaced':
        os.unlink(path)
        other = socket.socket(socket.AF_UNIX, UNIX[kind])
        other.bind(path)
        other.listen(4)
        on.keep(other)
    if pending != 'none':
        client = socket.socket(socket.AF_UNIX, UNIX[kind])
        client.connect(path)
        if pending == 'data':
            client.send(b'early')
        elif pending == 'closed':
            client.close()
        on.keep(client)

    def check():
        server.settimeout(1)
        if pending != 'none':
            try:
                return server.accept() is not None
            except TimeoutError:
                return 'the waiting connection is lost'
        if state == 'kept' and kind != 'dgram':
            client = socket.socket(socket.AF_UNIX, UNIX[kind])
            client.connect(path)
            return server.accept() is not None
        return None if server.getsockname() is not None else 'gone'

    return check


@block
def unix_client(on, kind='stream', named=False):
    """Connected to a neighbour outside of the tree."""
    wait_for(f'{on.other}/bound')
    one = socket.socket(socket.AF_UNIX, UNIX[kind])
    if named:
        one.bind(on.path('named'))
    one.connect(wait_for(f'{on.other}/bound'))
    tell(on.path('connected'))

    def check():
        one.settimeout(2)
        one.send(b'x')
        if kind == 'dgram':
            until(lambda: os.path.exists(f'{on.other}/heard'), 'nobody hears it')
            return None
        return one.recv(10) == b'x' or 'nobody answers'

    return check


@block
def unix_server_outside(on, kind='stream', unlinked=False):
    server = socket.socket(socket.AF_UNIX, UNIX[kind])
    path = on.path('outside-socket')
    server.bind(path)
    on.keep(server)
    if kind != 'dgram':
        server.listen(4)
    tell(on.path('bound'), path)
    if kind == 'dgram':
        if unlinked:
            wait_for(f'{on.other}/connected')
            os.unlink(path)
        in_thread(lambda: (server.recv(10), tell(on.path('heard'))))
        return

    def work():
        one, _ = server.accept()
        on.keep(one)
        echo_on(one)

    in_thread(work)


@block
def unix_accepted(on, kind='stream', close=False):
    """Accepted a connection of a neighbour outside; `close`: and is rid of it again."""
    server = socket.socket(socket.AF_UNIX, UNIX[kind])
    server.bind(on.path('outside-socket'))
    server.listen(4)
    tell(on.path('bound'), on.path('outside-socket'))
    one, _ = server.accept()
    if close:
        one.close()
        time.sleep(0.05)
        return lambda: None if server.getsockname() else 'gone'

    def check():
        one.settimeout(2)
        one.send(b'x')
        return one.recv(10) == b'x' or 'nobody answers'

    return check


@block
def unix_connects(on, kind='stream'):
    path = wait_for(f'{on.other}/bound')
    one = socket.socket(socket.AF_UNIX, UNIX[kind])
    one.connect(path)
    on.keep(one)
    in_thread(lambda: echo_on(one))


@block
def tun(on, persistent=False, tap=False):
    fd = os.open('/dev/net/tun', os.O_RDWR)
    fcntl.ioctl(fd, 0x400454CA, struct.pack('16sH22x', f'trt{os.getpid() % 10000}'.encode(), (2 if tap else 1) | 0x1000))
    return lambda: None if os.fstat(fd) else 'gone'


_ = ctypes, libc, syscall, until
