import { expect, it } from 'vitest';
import { nonsenseRequest, PageRequests } from './page-requests.ts';

const head = (command: number): Buffer => {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt32LE(command, 0);
  return bytes;
};
const get = head(7);
const close = head(0x1024);

const listen = () => {
  const passed: Buffer[] = [];
  return { passed, requests: new PageRequests((request) => passed.push(Buffer.from(request))) };
};

it('passes requests on whole, however they are cut', () => {
  const { passed, requests } = listen();
  const stream = Buffer.concat([get, get]);
  requests.take(stream.subarray(0, 5));
  expect(passed).toEqual([]);
  requests.take(stream.subarray(5, 40));
  requests.take(stream.subarray(40));
  expect(passed).toEqual([get, get]);
});

it('keeps the order to close, which kills the source, until it may pass', () => {
  const { passed, requests } = listen();
  requests.take(close);
  expect(passed).toEqual([]);
  expect(requests.closed).toBe(false);
  requests.allowClose();
  expect(passed).toEqual([close]);
  expect(requests.closed).toBe(true);
});

it('passes nothing that is no request', () => {
  const { passed, requests } = listen();
  expect(() => requests.take(nonsenseRequest())).toThrow('no request');
  expect(passed).toEqual([]);
});
