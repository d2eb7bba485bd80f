// Comparing by keyboard: [data-key] is pressed by its key. Nothing is caught while somebody types, or holds Ctrl or Alt.
const typing = (node) => node.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!wanted || document.body.dataset.leaving) return;
  event.preventDefault();
  document.body.dataset.leaving = "yes"; // a second press on the way out decides nothing
  wanted.click();
});
// Back from the next page, with the page as it was.
window.addEventListener("pageshow", () => delete document.body.dataset.leaving);
