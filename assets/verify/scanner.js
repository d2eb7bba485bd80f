// Reads QR codes from the camera or a picture: the browser's own reader where it has one, else the one we bring.
let finder;

function bring(address) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

async function makeFinder(address) {
  if ("BarcodeDetector" in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    if (formats.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => (await detector.detect(canvas)).map((code) => code.rawValue)[0];
    }
  }
  await bring(address);
  return async (canvas) => {
    const picture = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const code = window.nssfReadQr(picture.data, picture.width, picture.height);
    return code ? code.data : undefined;
  };
}

const largest = 1200;

async function look(source, width, height, address) {
  finder = finder || makeFinder(address);
  const scale = Math.min(1, largest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return (await finder)(canvas);
}

// The text in a picture that was chosen, or undefined.
export async function fromPicture(file, address) {
  const picture = await createImageBitmap(file);
  return look(picture, picture.width, picture.height, address);
}

// Starts the camera into a <video>; calls `found` once. Returns a function that stops it.
export async function fromCamera(video, address, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  let running = true;
  const stop = () => {
    running = false;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  const step = async () => {
    if (!running) return;
    const text = video.videoWidth ? await look(video, video.videoWidth, video.videoHeight, address) : undefined;
    if (text && running) {
      stop();
      found(text);
    } else setTimeout(step, 200);
  };
  step();
  return stop;
}
