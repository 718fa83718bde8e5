/** Netlink attributes that follow a message of a fixed size (netlink(7)), by type. */
export const readAttributes = (message: Buffer, messageBytes: number): Map<number, Buffer> => {
  const found = new Map<number, Buffer>();
  for (let at = messageBytes; at + 4 <= message.length; ) {
    const length = message.readUInt16LE(at);
    if (length < 4) break;
    found.set(message.readUInt16LE(at + 2), message.subarray(at + 4, at + length));
    at += (length + 3) & ~3;
  }
  return found;
};
