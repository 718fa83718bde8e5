import protobuf from 'protobufjs/light.js';
import type { FieldOf, Message } from '../messages/message.ts';
import { damaged } from './damaged.ts';

const { Reader } = protobuf;

type Values = Record<string, unknown>;

/**
 * Decodes one record. 64-bit numbers become bigint.
 *
 * @throws GodwitError `images-differ` when the bytes are not such a message, or lack a field it cannot be without
 */
export const decodeMessage = <T>(image: string, message: Message<T>, record: Uint8Array): T => {
  try {
    const reader = Reader.create(record);
    reader.discardUnknown = true;
    return readFields(message, message.wire.decode(reader) as unknown as Values) as T;
  } catch (error) {
    throw damaged(
      image,
      `a record of it cannot be decoded (${error instanceof Error ? error.message : String(error)})`,
    );
  }
};

const readFields = (message: Message<unknown>, decoded: Values): Values => {
  const values: Values = {};
  for (const [name, field] of message.fields) values[name] = readField(field, decoded, name);
  return values;
};

const readField = (field: FieldOf<unknown>, decoded: Values, name: string): unknown => {
  if (field.presence === 'list') return (decoded[name] as unknown[]).map((one) => readValue(field, one));
  if (field.presence === 'maybe' && !Object.hasOwn(decoded, name)) return undefined;
  return readValue(field, decoded[name]);
};

const readValue = ({ kind }: FieldOf<unknown>, value: unknown): unknown => {
  if (typeof kind !== 'string') return readFields(kind, value as Values);
  return kind.endsWith('64') ? toBigInt(kind, value) : value;
};

/** protobufjs hands out 64-bit numbers as two halves. */
const toBigInt = (kind: string, value: unknown): bigint => {
  if (typeof value === 'number') return BigInt(value);
  const { low, high } = value as { low: number; high: number };
  const whole = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return kind.startsWith('u') || kind === 'fixed64' ? whole : BigInt.asIntN(64, whole);
};
