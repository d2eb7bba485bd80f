// Base45 (RFC 9285): three letters for two bytes; anything that is not the one right spelling is refused.
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function decode(text) {
  const values = [...text].map((letter) => LETTERS.indexOf(letter));
  if (values.includes(-1) || values.length % 3 === 1) throw new Error("base45");
  const bytes = [];
  for (let i = 0; i < values.length; i += 3) {
    const whole = i + 2 < values.length;
    const value = values[i] + values[i + 1] * 45 + (whole ? values[i + 2] * 2025 : 0);
    if (value > (whole ? 0xffff : 0xff)) throw new Error("base45");
    if (whole) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
