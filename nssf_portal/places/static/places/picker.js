/* Fills the next list when a place is chosen; without this file the form's own steps do the same. */
(function () {
  "use strict";

  function fill(select, html) {
    select.innerHTML = html;
    select.disabled = false;
  }

  function load(picker, parent, select) {
    select.disabled = true;
    var url = picker.dataset.childrenUrl + "?parent=" + encodeURIComponent(parent);
    fetch(url, { credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      })
      .then(function (html) { fill(select, html); })
      .catch(function () { select.disabled = false; });
  }

  function start(picker) {
    if (picker.dataset.started) return;
    picker.dataset.started = "1";
    var selects = Array.prototype.slice.call(picker.querySelectorAll("select"));
    selects.forEach(function (select, turn) {
      select.addEventListener("change", function () {
        selects.slice(turn + 1).forEach(function (lower) { lower.length = 1; });
        if (select.value && selects[turn + 1]) load(picker, select.value, selects[turn + 1]);
      });
    });
  }

  document.querySelectorAll('[data-module="place-picker"]').forEach(start);
})();
