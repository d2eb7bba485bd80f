// The QR reader for browsers without one (jsQR, Apache-2.0); loaded only where it is needed.
import jsQR from "jsqr";

window.nssfReadQr = (data, width, height) => jsQR(data, width, height, { inversionAttempts: "dontInvert" });
