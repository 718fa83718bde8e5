// A client of the echo server that keeps much data under way in both directions: it sends blocks without waiting and reads
// them back late, so that at any moment something lies unread in a queue on either side. Every byte is compared.
// Arguments: ADDRESS PORT SECONDS. Prints one JSON object: { sentBytes, echoedBytes, error }.
import { createHash } from 'node:crypto';
import { createConnection } from 'node:net';

const [address, port, seconds] = process.argv.slice(2);
const blockBytes = 4096;
const readPauseMs = 20;
const endMs = Number(seconds) * 1000;

const sent = createHash('sha256');
const echoed = createHash('sha256');
let [sentBytes, echoedBytes, number] = [0, 0, 0];

const socket = createConnection({ host: address, port: Number(port) });
socket.once('error', (error) => finish(error.code ?? error.message));
socket.once('close', () => finish('closed by the server'));
socket.on('connect', () => {
  const startedAt = Date.now();
  send(startedAt);
  // Read in gulps with pauses between them.
  socket.pause();
  setInterval(() => {
    take(socket.read(16 * 1024) ?? socket.read());
    if (Date.now() - startedAt > endMs && echoedBytes === sentBytes) finish(null);
  }, readPauseMs);
});

function send(startedAt) {
  if (Date.now() - startedAt > endMs) return;
  number += 1;
  const block = Buffer.alloc(blockBytes, `${number} `);
  sent.update(block);
  sentBytes += block.length;
  if (socket.write(block)) setTimeout(send, 5, startedAt);
  else socket.once('drain', () => send(startedAt));
}

function take(chunk) {
  if (chunk === null) return;
  echoed.update(chunk);
  echoedBytes += chunk.length;
}

function finish(error) {
  const same = error === null && sent.digest('hex') === echoed.digest('hex');
  const trouble = error ?? (same ? null : 'the echo is not what was sent');
  process.stdout.write(`${JSON.stringify({ sentBytes, echoedBytes, error: trouble })}\n`);
  process.exit(trouble === null ? 0 : 1);
}
