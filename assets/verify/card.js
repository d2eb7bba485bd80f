// A card's text and the list of withdrawn cards, in words. Needs no network: registration/cards is the same in Python.
import { decode as base45 } from "./base45.js";
import { decode as cbor } from "./cbor.js";
import { Refused, open } from "./cose.js";

const PREFIX = "NSSF1:";
const LONGEST = 419;
const ISSUER = "nssf.gov.kh";
const [ISS, EXP, IAT, CTI, IDENTITY, CARD, REVOKED] = [1, 4, 6, 7, 169, -75001, -75002];
const CLOCKS_DIFFER = 300;
const SHORT = 8;

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function bytesOf(text) {
  const tidy = text.replace(/^[\r\n\t ]+|[\r\n\t ]+$/g, "");
  if (!tidy.startsWith(PREFIX) || tidy.length > LONGEST) throw new Refused("malformed");
  try {
    return base45(tidy.slice(PREFIX.length));
  } catch {
    throw new Refused("malformed");
  }
}

function read(payload) {
  const said = cbor(payload);
  const identity = said.get(IDENTITY);
  const card = said.get(CARD);
  if (said.get(ISS) !== ISSUER || !identity || !card) throw new Refused("malformed");
  return {
    cti: hex(said.get(CTI)),
    issuedAt: said.get(IAT),
    expiresAt: said.get(EXP),
    number: identity.get(1),
    language: identity.get(3),
    name: identity.get(4),
    born: identity.get(8),
    sex: identity.get(9) === 1 ? "M" : "F",
    nationality: identity.get(13),
    version: card.get(1),
    precision: card.get(3) || "day",
  };
}

// {reason, claims?}: claims only when the signature is ours. `list` is what readList gave, or null.
export async function verify(text, keys, list, now = Date.now() / 1000) {
  try {
    const claims = read(await open(bytesOf(text), keys));
    if (now >= claims.expiresAt) return { reason: "expired", claims };
    if (now < claims.issuedAt - CLOCKS_DIFFER) return { reason: "not_yet_valid", claims };
    if (list && list.ids.has(claims.cti.slice(0, 2 * SHORT))) return { reason: "revoked", claims };
    return { reason: "valid", claims };
  } catch (refused) {
    return { reason: refused instanceof Refused ? refused.reason : "malformed" };
  }
}

// The list of withdrawn cards, when it is ours; null for anything else.
export async function readList(bytes, keys) {
  try {
    const said = cbor(await open(bytes, keys));
    const packed = said.get(REVOKED);
    if (said.get(ISS) !== ISSUER || !packed) return null;
    const ids = new Set();
    for (let at = 0; at < packed.length; at += SHORT) ids.add(hex(packed.subarray(at, at + SHORT)));
    return { ids, madeAt: said.get(IAT), expiresAt: said.get(EXP) };
  } catch {
    return null;
  }
}
