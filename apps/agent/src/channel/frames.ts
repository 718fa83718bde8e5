import { unpack } from './page-packer.ts';

/**
 * How two hold processes talk over their channel: a byte for the kind, a 32-bit big-endian length, then so many bytes.
 * `control` is one JSON object; `data` is a 16-bit file number and a piece of that file, in order;
 * `packed` is such a piece, compressed (page-packer.ts); `pages` is a piece of CRIU's own page stream, in the order of each direction (post-copy).
 */
export const frameKinds = { control: 1, data: 2, pages: 3, packed: 4 } as const;
export const headBytes = 5;
/** Longest piece of a file in a packed frame, unpacked. */
export const pieceBytes = 1 << 20;
/** A longer frame can only come from damage or malice. */
export const longestFrameBytes = 4 << 20;

export const encodeHead = (kind: number, length: number): Buffer => {
  const head = Buffer.allocUnsafe(headBytes);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(length, 1);
  return head;
};

export const encodeControl = (message: object): Buffer => {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([encodeHead(frameKinds.control, body.length), body]);
};

/** Head and file number of a data frame; the bytes of the file are written behind it. */
export const encodeDataHead = (fileNumber: number, dataBytes: number): Buffer => {
  const head = Buffer.allocUnsafe(headBytes + 2);
  head.writeUInt8(frameKinds.data, 0);
  head.writeUInt32BE(dataBytes + 2, 1);
  head.writeUInt16BE(fileNumber, headBytes);
  return head;
};

/** A compressed piece of a file, whole. */
export const encodePacked = (fileNumber: number, packed: Buffer): Buffer => {
  const head = Buffer.allocUnsafe(headBytes + 2);
  encodeHead(frameKinds.packed, packed.length + 2).copy(head);
  head.writeUInt16BE(fileNumber, headBytes);
  return Buffer.concat([head, packed]);
};

export interface FrameTaker {
  control: (message: unknown) => void;
  /** `data` is only valid during the call's turn unless it is kept by reference; it is never written to again. */
  data: (fileNumber: number, data: Buffer) => void;
  /** Left out where no page stream is expected: it then is no frame of this protocol. */
  pages?: (data: Buffer) => void;
}

/** Cuts a byte stream into frames. Pieces of data are passed on as they arrive, without waiting for the whole frame. */
export class FrameReader {
  readonly #taker: FrameTaker;
  #head = Buffer.alloc(0);
  #kind = 0;
  #left = 0;
  #fileNumber = 0;
  #gathered: Buffer[] = [];

  constructor(taker: FrameTaker) {
    this.#taker = taker;
  }

  /** Throws an Error when the stream is no sequence of frames. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#left === 0 ? this.#takeHead(rest) : this.#takeBody(rest);
  }

  #takeHead(chunk: Buffer): Buffer {
    const wanted = this.#head[0] === frameKinds.data || (this.#head.length === 0 && chunk[0] === frameKinds.data);
    const size = wanted ? headBytes + 2 : headBytes;
    const taken = chunk.subarray(0, size - this.#head.length);
    this.#head = Buffer.concat([this.#head, taken]);
    if (this.#head.length === size) this.#openFrame();
    return chunk.subarray(taken.length);
  }

  #openFrame(): void {
    this.#kind = this.#head.readUInt8(0);
    const length = this.#head.readUInt32BE(1);
    const isData = this.#kind === frameKinds.data;
    const isWhole = this.#kind === frameKinds.control || this.#kind === frameKinds.packed;
    const isKnown = isWhole || (this.#kind === frameKinds.pages && this.#taker.pages);
    if ((!isKnown && !isData) || length > longestFrameBytes || length < (isData ? 3 : 1)) {
      throw new Error(`kind ${this.#kind} with ${length} bytes is no frame of this protocol`);
    }
    this.#fileNumber = isData ? this.#head.readUInt16BE(headBytes) : 0;
    this.#left = isData ? length - 2 : length;
    this.#head = Buffer.alloc(0);
  }

  #takeBody(chunk: Buffer): Buffer {
    const piece = chunk.subarray(0, this.#left);
    this.#left -= piece.length;
    if (this.#kind === frameKinds.data) this.#taker.data(this.#fileNumber, piece);
    else if (this.#kind === frameKinds.pages) this.#taker.pages?.(piece);
    else this.#gather(piece);
    return chunk.subarray(piece.length);
  }

  /** What can only be read whole. */
  #gather(piece: Buffer): void {
    this.#gathered.push(piece);
    if (this.#left > 0) return;
    const body = Buffer.concat(this.#gathered);
    this.#gathered = [];
    if (this.#kind === frameKinds.packed) this.#taker.data(body.readUInt16BE(0), unpack(body.subarray(2), pieceBytes));
    else this.#taker.control(JSON.parse(body.toString('utf8')) as unknown);
  }
}
