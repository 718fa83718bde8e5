// The tiny process that the probe dumps and restores. It listens on loopback, writes its port to the file named in its
// first argument and answers every connection with the token in its second, which it also keeps in memory only as an
// argument: an answer after the restore proves that memory, socket and event loop all came back.
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

const [portFile, token] = process.argv.slice(2);
const lifetimeMs = 60_000;

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.end(`${token}\n`);
});
server.listen(0, '127.0.0.1', () => {
  writeFileSync(`${portFile}.new`, String(server.address().port));
  renameSync(`${portFile}.new`, portFile);
});
// A finder that is killed in the middle must not leave this behind.
setTimeout(() => process.exit(0), lifetimeMs);
