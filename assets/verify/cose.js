// COSE_Sign1 (RFC 9052) in the one form that our cards and our list have; the browser's own cryptography checks it.
import { asByteString, byteString } from "./cbor.js";

const ALGORITHMS = {
  0x26: { name: "ES256", load: { name: "ECDSA", namedCurve: "P-256" }, check: { name: "ECDSA", hash: "SHA-256" } },
  0x27: { name: "EdDSA", load: { name: "Ed25519" }, check: { name: "Ed25519" } },
};

export class Refused extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

function join(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function frame(bytes) {
  if (bytes[0] !== 0xd2 || bytes[1] !== 0x84) throw new Refused("malformed");
  const [protectedHeader, after] = byteString(bytes, 2);
  if (bytes[after] !== 0xa0) throw new Refused("malformed");
  const [payload, end] = byteString(bytes, after + 1);
  const [signature, last] = byteString(bytes, end);
  if (signature.length !== 64 || last !== bytes.length) throw new Refused("malformed");
  return { protectedHeader, payload, signature };
}

// Exactly {1: ES256 or EdDSA, 4: kid}: "none", MACs and everything else end here.
function signer(header) {
  const size = header.length - 5;
  const algorithm = ALGORITHMS[header[2]];
  const fits = header[0] === 0xa2 && header[1] === 1 && header[3] === 4 && header[4] === 0x40 + size;
  if (!algorithm || !fits || size < 1 || size > 16) throw new Refused("malformed");
  return { algorithm, kid: String.fromCharCode(...header.subarray(5)) };
}

async function load(jwk, algorithm) {
  const { kty, crv, x, y } = jwk;
  try {
    return await crypto.subtle.importKey("jwk", y ? { kty, crv, x, y } : { kty, crv, x }, algorithm.load, false, ["verify"]);
  } catch {
    throw new Refused("unsupported"); // an old browser without Ed25519
  }
}

// The payload, when one of these keys signed it; else it throws Refused with the reason.
export async function open(bytes, keys) {
  let parts;
  try {
    parts = frame(bytes);
  } catch {
    throw new Refused("malformed");
  }
  const { algorithm, kid } = signer(parts.protectedHeader);
  const jwk = keys.find((key) => key.kid === kid);
  if (!jwk) throw new Refused("unknown_key");
  if (jwk.alg !== algorithm.name) throw new Refused("bad_signature");
  const words = [...new TextEncoder().encode("Signature1")];
  const signed = join([
    [0x84, 0x60 + words.length, ...words],
    ...asByteString(parts.protectedHeader),
    [0x40],
    ...asByteString(parts.payload),
  ]);
  const key = await load(jwk, algorithm);
  if (!(await crypto.subtle.verify(algorithm.check, key, parts.signature, signed))) throw new Refused("bad_signature");
  return parts.payload;
}
