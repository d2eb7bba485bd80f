// As much of CBOR (RFC 8949) as our own claims use: whole numbers, bytes, text, arrays and maps in their shortest form.
// It reads only what a good signature stands under.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(size) {
    if (this.at + size > this.bytes.length) throw new Error("cbor: end");
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  head() {
    const [first] = this.take(1);
    const kind = first >> 5;
    const short = first & 31;
    if (short < 24) return [kind, short];
    if (short > 26) throw new Error("cbor: number"); // 64 bits and endless lengths are not ours
    const value = this.take(1 << (short - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
    if (value < [24, 0x100, 0x10000][short - 24]) throw new Error("cbor: not the shortest form");
    return [kind, value];
  }

  item(depth) {
    if (depth > 4) throw new Error("cbor: depth");
    const [kind, value] = this.head();
    if (kind === 0) return value;
    if (kind === 1) return -1 - value;
    if (kind === 2) return this.take(value);
    if (kind === 3) return new TextDecoder("utf-8", { fatal: true }).decode(this.take(value));
    if (kind === 4) return Array.from({ length: this.limited(value) }, () => this.item(depth + 1));
    if (kind === 5) return this.map(this.limited(value), depth);
    throw new Error("cbor: kind");
  }

  limited(count) {
    if (count > 32) throw new Error("cbor: too many");
    return count;
  }

  map(count, depth) {
    const found = new Map();
    for (let i = 0; i < count; i += 1) found.set(this.item(depth + 1), this.item(depth + 1));
    if (found.size !== count) throw new Error("cbor: twice");
    return found;
  }
}

export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  if (reader.at !== bytes.length) throw new Error("cbor: more");
  return value;
}

// A byte string in its shortest form at this place of an envelope: [bytes, where it ends].
export function byteString(bytes, at) {
  const reader = new Reader(bytes);
  reader.at = at;
  const [kind, size] = reader.head();
  if (kind !== 2) throw new Error("cbor: bytes");
  return [reader.take(size), reader.at];
}

export function asByteString(bytes) {
  const size = bytes.length;
  const head = size < 24 ? [0x40 + size] : size < 256 ? [0x58, size] : [0x59, size >> 8, size & 255];
  if (size >= 65536) head.splice(0, 3, 0x5a, size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255);
  return [head, bytes];
}
