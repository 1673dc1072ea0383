/* Pickers of a decision look at the tree of the day typed in the form, not of the day the page was opened on. */
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[name=effective_on]")) return;
    for (const box of event.target.form.querySelectorAll("[role=combobox][data-url]")) {
      const address = new URL(box.dataset.url, location.href);
      address.searchParams.set("ngay", event.target.value);
      box.dataset.url = address.pathname + address.search;
    }
  });
})();
