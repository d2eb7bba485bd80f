// The page that checks a member's card on the device of whoever looks at it: nothing that was scanned is sent.
import { readList, verify } from "./verify/card.js";
import { fromCamera, fromPicture } from "./verify/scanner.js";

const box = document.querySelector("[data-card-check]");
const keys = JSON.parse(document.getElementById("card-keys").textContent).keys;
const part = (name) => box.querySelector(`[data-part="${name}"]`);
const words = (name) => part("words").content.querySelector(`[data-word="${name}"]`).cloneNode(true);
let stopCamera = null;

const list = fetch(box.dataset.revocations)
  .then((answer) => (answer.ok ? answer.arrayBuffer() : null))
  .then((raw) => (raw ? readList(new Uint8Array(raw), keys) : null))
  .catch(() => null);

// Month names come with the page: not every browser knows Khmer ones. Cambodia is seven hours ahead all year.
const months = box.dataset.months.split("|");
const AHEAD = 7 * 3600;
const inCambodia = (seconds) => new Date((seconds + AHEAD) * 1000).toISOString();

function born({ born: text, precision }) {
  const parts = [String(+text.slice(6, 8)), months[text.slice(4, 6) - 1], text.slice(0, 4)];
  return parts.slice({ day: 0, month: 1, year: 2 }[precision]).join(" ");
}

function day(seconds) {
  return born({ born: inCambodia(seconds).slice(0, 10).replace(/-/g, ""), precision: "day" });
}

function facts(claims) {
  const shown = words("facts");
  const fill = (name, text) => {
    shown.querySelector(`[data-fact="${name}"]`).textContent = text;
  };
  fill("name", claims.name);
  shown.querySelector('[data-fact="name"]').lang = claims.language;
  fill("number", claims.number);
  fill("born", born(claims));
  fill("sex", shown.dataset[claims.sex === "M" ? "male" : "female"]);
  fill("version", claims.version);
  fill("until", day(claims.expiresAt - 1));
  return shown;
}

// Says on what the answer rests: the list's date, that it is old, or that there was none.
function basis(known, now) {
  const said = words(known ? (now > known.expiresAt ? "list-old" : "list") : "list-none");
  const when = said.querySelector("time");
  if (when) when.textContent = `${day(known.madeAt)}, ${inCambodia(known.madeAt).slice(11, 16)}`;
  return said;
}

function askTheFund(claims) {
  const row = words("ask");
  const button = row.querySelector("button");
  const answer = row.querySelector("[data-answer]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    let status = "offline";
    try {
      const body = new URLSearchParams({ cti: claims.cti });
      const said = await fetch(box.dataset.status, { method: "POST", body, credentials: "omit" });
      status = said.ok ? (await said.json()).status : said.status === 429 ? "limit" : "offline";
    } catch {
      // no connection: the word for it is shown
    }
    answer.replaceChildren(words(`now-${status}`));
    button.disabled = false;
  });
  return row;
}

async function check(text) {
  const known = await list;
  const now = Date.now() / 1000;
  const { reason, claims } = await verify(text, keys, known, now);
  const shown = [words(reason)];
  if (claims) shown.push(facts(claims));
  if (reason === "valid" || reason === "revoked") shown.push(basis(known, now));
  if (claims) shown.push(askTheFund(claims));
  const result = part("result");
  result.replaceChildren(...shown);
  result.dataset.reason = reason;
  result.focus();
}

function camera(open) {
  part("camera").hidden = !open;
  part("open-camera").hidden = open || !navigator.mediaDevices;
  if (!open && stopCamera) stopCamera();
  stopCamera = null;
}

function listen() {
  part("open-camera").addEventListener("click", async () => {
    camera(true);
    try {
      stopCamera = await fromCamera(part("video"), box.dataset.reader, (text) => {
        camera(false);
        check(text);
      });
    } catch {
      camera(false);
      part("result").replaceChildren(words("no-camera"));
    }
  });
  part("close-camera").addEventListener("click", () => camera(false));
  part("picture").addEventListener("change", async ({ target }) => {
    if (!target.files.length) return;
    const text = await fromPicture(target.files[0], box.dataset.reader).catch(() => undefined);
    target.value = "";
    if (text) check(text);
    else part("result").replaceChildren(words("no-code"));
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    check(part("text").value);
  });
}

// Without the browser's cryptography (an address without https) the form goes to the Fund, as without this file.
if (window.crypto && crypto.subtle) {
  listen();
  for (const node of box.querySelectorAll("[data-with-script]")) node.hidden = false;
  for (const node of box.querySelectorAll("[data-without-script]")) node.hidden = true;
  camera(false);
}
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(box.dataset.worker, { scope: box.dataset.scope }).then(async () => {
    const ready = await navigator.serviceWorker.ready;
    ready.active.postMessage("refresh");
  }, () => {});
}
