// Writes down every number it is sent, exactly as it came, before it acknowledges it. It judges nothing: whether each
// number came once, without a gap and in order is for the reader of its log to say.
// Arguments: ADDRESS PORT LOG-FILE. Log: one JSON object a line, { at, nonce, number, from }.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';

const [address, port, logFile] = process.argv.slice(2);
/** The last number received from each counter, by its nonce. */
const last = new Map();

const server = createServer((socket) => {
  const from = `${socket.remoteAddress}:${socket.remotePort}`;
  let nonce = '';
  let rest = '';
  const take = (line) => {
    if (line.startsWith('hello ')) {
      nonce = line.slice('hello '.length);
      socket.write(`last ${last.get(nonce) ?? 0}\n`);
      return;
    }
    const number = Number(line);
    appendFileSync(logFile, `${JSON.stringify({ at: Date.now(), nonce, number, from })}\n`);
    last.set(nonce, number);
    socket.write(`ack ${number}\n`);
  };
  socket.setEncoding('utf8');
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
});
server.listen(Number(port), address);
