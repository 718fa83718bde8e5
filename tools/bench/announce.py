"""Tells the neighbours that an IPv4 address is at this host now (gratuitous ARP, RFC 5944 4.6). Arguments: DEVICE ADDRESS."""
import socket
import struct
import sys

device, address = sys.argv[1:]
packet = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
packet.bind((device, 0))
own = packet.getsockname()[4]
everybody = b"\xff" * 6
ip = socket.inet_aton(address)
# Ethernet, then ARP for IPv4 over Ethernet: once as a request, once as a reply, because some hosts believe only one of them.
for operation in (1, 2):
    arp = struct.pack("!HHBBH6s4s6s4s", 1, 0x0800, 6, 4, operation, own, ip, everybody, ip)
    packet.send(everybody + own + struct.pack("!H", 0x0806) + arp)
