/** The Postgres types that arrays here are made of, by their object ids. */
const types = { bytea: 17, int8: 20, int4: 23, text: 25, xid8: 5069 } as const;

const headerLength = 20;
const absent = -1;

/** One-dimensional, subscripts from 1, as `array_recv` reads it; then each element as its length and its bytes. */
const arrayOf = (type: number, count: number, hasNull: boolean, contentLength: number): Buffer => {
  const array = Buffer.allocUnsafe(headerLength + 4 * count + contentLength);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(hasNull ? 1 : 0, 4);
  array.writeInt32BE(type, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return array;
};

/** `bytea[]` in Postgres' binary format: no detour over hexadecimal text, which is twice as long. */
export const byteaArray = (values: readonly (Buffer | null)[]): Buffer => {
  let length = 0;
  let hasNull = false;
  for (const value of values) {
    if (value) length += value.length;
    else hasNull = true;
  }
  const array = arrayOf(types.bytea, values.length, hasNull, length);
  let at = headerLength;
  for (const value of values) {
    at = array.writeInt32BE(value ? value.length : absent, at);
    if (value) at += value.copy(array, at);
  }
  return array;
};

/** `text[]` of ASCII strings: what is not ASCII would arrive as something else. */
export const asciiArray = (values: readonly string[]): Buffer => {
  let length = 0;
  for (const value of values) length += value.length;
  const array = arrayOf(types.text, values.length, false, length);
  let at = headerLength;
  for (const value of values) {
    at = array.writeInt32BE(value.length, at);
    at += array.write(value, at, 'latin1');
  }
  return array;
};

export const int4Array = (values: readonly number[]): Buffer => {
  const array = arrayOf(types.int4, values.length, false, 4 * values.length);
  let at = headerLength;
  for (const value of values) {
    at = array.writeInt32BE(4, at);
    at = array.writeInt32BE(value, at);
  }
  return array;
};

/** Of safe integers. */
export const int8Array = (values: readonly number[]): Buffer => {
  const array = arrayOf(types.int8, values.length, false, 8 * values.length);
  let at = headerLength;
  for (const value of values) {
    at = array.writeInt32BE(8, at);
    at = array.writeInt32BE(Math.floor(value / 2 ** 32), at);
    at = array.writeUInt32BE(value % 2 ** 32, at);
  }
  return array;
};

/** Of transaction ids as decimal text, which may exceed the safe integers. */
export const xid8Array = (values: readonly string[]): Buffer => {
  const array = arrayOf(types.xid8, values.length, false, 8 * values.length);
  let at = headerLength;
  for (const value of values) {
    at = array.writeInt32BE(8, at);
    at = array.writeBigUInt64BE(BigInt(value), at);
  }
  return array;
};
