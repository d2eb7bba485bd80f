// Everything works without this file; with it, nicer.
import { Button, ErrorSummary, Radios, Checkboxes, SkipLink } from "../node_modules/govuk-frontend/dist/govuk/all.mjs";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

const parts = [
  [Button, "govuk-button"],
  [ErrorSummary, "govuk-error-summary"],
  [Radios, "govuk-radios"],
  [Checkboxes, "govuk-checkboxes"],
  [SkipLink, "govuk-skip-link"],
];
for (const [Part, name] of parts) {
  for (const node of document.querySelectorAll(`[data-module="${name}"]`)) new Part(node);
}

// Work in progress shows itself: <div data-refresh="5" aria-live="polite"> is asked for again every 5 seconds;
// when the answer no longer holds it, the work is over and the whole page is loaded anew.
const watch = (node) => {
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "refresh" } });
      if (!answer.ok) return watch(node);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-refresh]");
      if (!fresh) return location.reload();
      node.replaceChildren(...fresh.childNodes);
    } catch {
      // offline for a moment: the next try may work
    }
    watch(node);
  }, (Number(node.dataset.refresh) || 5) * 1000);
};
document.querySelectorAll("[data-refresh]").forEach(watch);

// Tick every box of a table: <input type="checkbox" data-check-all="rows">.
for (const all of document.querySelectorAll("[data-check-all]")) {
  all.addEventListener("change", () => {
    for (const box of document.getElementsByName(all.dataset.checkAll)) box.checked = all.checked;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is folded on a page stands on its paper too.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  for (const one of folded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
});

// A link into a closed part opens it, in browsers that do not do so themselves.
const reveal = () => {
  const aim = location.hash && document.getElementById(location.hash.slice(1));
  for (let one = aim && aim.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  if (aim && aim.closest("details")) aim.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();
