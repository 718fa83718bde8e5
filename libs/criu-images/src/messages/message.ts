import protobuf from 'protobufjs/light.js';

const { Field, Root, Type } = protobuf;

/** How often a field stands in a message: exactly once or the record is damaged, once with 0 as default, at most once, often. */
type Presence = 'needed' | 'plain' | 'maybe' | 'list';

/** One field: its number on the wire, how it is written, and (for the compiler only) what it decodes to. */
export interface FieldOf<T> {
  number: number;
  kind: string | Message<unknown>;
  presence: Presence;
  readonly decodesTo?: () => T;
}

/** A message with the fields we read; the decoder skips those it does not know, as newer versions of CRIU add some. */
export interface Message<T> {
  name: string;
  wire: protobuf.Type;
  fields: readonly (readonly [name: string, field: FieldOf<unknown>])[];
  readonly decodesTo?: () => T;
}

/** What a message, or an image kind of it, decodes to. */
export type Decoded<M> = M extends { readonly decodesTo?: () => infer T } ? T : never;

const field =
  <T>(kind: string) =>
  (number: number): FieldOf<T> => ({ number, kind, presence: 'plain' });

export const u32 = field<number>('uint32');
export const i32 = field<number>('int32');
/** 32 bits in zigzag writing (protobuf's `sint32`). */
export const s32 = field<number>('sint32');
export const u64 = field<bigint>('uint64');
export const i64 = field<bigint>('int64');
export const s64 = field<bigint>('sint64');
export const fixed64 = field<bigint>('fixed64');
export const flag = field<boolean>('bool');
export const text = field<string>('string');
export const bytes = field<Uint8Array>('bytes');

/** A message inside a message; undefined where the writer left it out. */
export const nested = <T>(number: number, message: Message<T>): FieldOf<T | undefined> => ({
  number,
  kind: message,
  presence: 'maybe',
});

/** Turns "0 when absent" into "undefined when absent". */
export const maybe = <T>(one: FieldOf<T>): FieldOf<T | undefined> => ({ ...one, presence: 'maybe' });

/** Without this field nothing can be done with the record, and CRIU itself refuses it. */
export const needed = <T>(one: FieldOf<T>): FieldOf<NonNullable<T>> =>
  ({ ...one, presence: 'needed' }) as FieldOf<NonNullable<T>>;

export const list = <T>(one: FieldOf<T>): FieldOf<NonNullable<T>[]> =>
  ({ ...one, presence: 'list' }) as FieldOf<NonNullable<T>[]>;

const root = new Root();
const rules: Record<Presence, string> = {
  needed: 'required',
  plain: 'optional',
  maybe: 'optional',
  list: 'repeated',
};

/** Describes a message. Names are ours and must differ from each other. */
export const message = <const F extends Record<string, FieldOf<unknown>>>(
  name: string,
  fields: F,
): Message<{ [K in keyof F]: Decoded<F[K]> }> => {
  const wire = new Type(name);
  for (const [fieldName, { number, kind, presence }] of Object.entries(fields)) {
    wire.add(new Field(fieldName, number, typeof kind === 'string' ? kind : `.${kind.name}`, rules[presence]));
  }
  root.add(wire);
  return { name, wire, fields: Object.entries(fields) };
};
