/* More rows of a small table without going to the server: a copy of the last row, empty, with the next number. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-rows-more]");
    if (!button) return;
    event.preventDefault();
    const body = button.closest("[data-rows]").querySelector("tbody");
    const last = body.lastElementChild;
    const number = body.children.length + 1;
    const row = last.cloneNode(true);
    for (const shown of row.querySelectorAll("[data-rows-number]")) shown.textContent = number;
    for (const cell of row.querySelectorAll("input, textarea")) {
      cell.name = cell.name.replace(/-\d+-(?=[^-]+$)/, `-${number}-`);
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, number));
      cell.value = "";
      cell.defaultValue = "";
    }
    body.append(row);
    row.querySelector("input, textarea").focus();
  });
})();
