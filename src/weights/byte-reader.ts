import { refuse } from "./tensor-file.js";

/** Reads bytes one after the other; going beyond the end is refused. */
export interface ByteReader {
  /** How many bytes have been read. */
  readonly position: () => number;
  readonly byte: () => number;
  readonly take: (length: number) => Uint8Array;
  /** An unsigned integer of so many bytes, little-endian; refused above 2^53. */
  readonly unsigned: (length: number) => number;
  /** The same in two's complement, at most 8 bytes. */
  readonly signed: (length: number) => number;
  /** A float64, big-endian. */
  readonly double: () => number;
  /** UTF-8 of so many bytes. */
  readonly text: (length: number) => string;
  /** UTF-8 up to a line feed. */
  readonly line: () => string;
}

const invalid = "invalid-pickle";

export function byteReader(bytes: Uint8Array): ByteReader {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at)
      refuse(invalid, "its pickled data end too early", "the file may be cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const integer = (length: number): bigint =>
    take(length).reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
  const safe = (value: bigint): number => {
    if (Number.isSafeInteger(Number(value))) return Number(value);
    return refuse(invalid, "its pickled data have an integer that is too large");
  };
  const text = (length: number): string => {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(length));
    } catch (error) {
      if (error instanceof TypeError)
        return refuse(invalid, "its pickled data have a text that is not UTF-8");
      throw error;
    }
  };
  return {
    position: () => at,
    byte: () => take(1)[0] ?? 0,
    take,
    unsigned: (length) => safe(integer(length)),
    signed: (length) => safe(BigInt.asIntN(8 * length, integer(length))),
    double: () => {
      const { buffer, byteOffset } = take(8);
      return new DataView(buffer, byteOffset, 8).getFloat64(0);
    },
    text,
    line: () => {
      const end = bytes.indexOf(10, at);
      if (end < 0) refuse(invalid, "its pickled data end too early", "the file may be cut off");
      const line = text(end - at);
      at = end + 1;
      return line;
    },
  };
}
