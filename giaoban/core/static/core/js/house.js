/* Small helps on top of pages that work without it: coordinates, keys of a desk, tick-all, dialogs, one sending. */
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  const typing = (node) => node instanceof Element && node.closest("input, select, textarea, [contenteditable]");

  /* Unit and period open at once when chosen with the pointer. With the keyboard each arrow is a change, so the
     button appears instead and Enter opens. */
  let keyed = false;
  document.addEventListener("pointerdown", () => { keyed = false; }, true);
  document.addEventListener("keydown", (event) => {
    keyed = true;
    if (event.key === "Enter" && event.target.matches?.("form[data-auto-submit] select")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  }, true);
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (event.target.matches("[data-check-all]")) {
      for (const box of document.querySelectorAll(`input[name="${event.target.dataset.checkAll}"]`)) box.checked = event.target.checked;
    }
    if (!form || !form.matches("[data-auto-submit]")) return;
    if (keyed) form.classList.add("changed");
    else form.requestSubmit();
  });

  /* Keys of a desk: any element with data-key. They can be switched off (WCAG 2.1.4). */
  const keysOn = () => localStorage.getItem("giaoban.keys") !== "off";
  const showKeys = () => {
    for (const box of document.querySelectorAll("[data-keys-toggle]")) box.checked = keysOn();
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-toggle]")) return;
    localStorage.setItem("giaoban.keys", event.target.checked ? "on" : "off");
    showKeys();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]") || !keysOn()) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.length === 1 ? event.key.toLowerCase() : event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input, select, textarea")) target.focus();
    else target.click();
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const opener = event.target.closest?.("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
    }
    const closer = event.target.closest?.("[data-close]");
    if (closer?.closest("dialog")) { event.preventDefault(); closer.closest("dialog").close(); }
    if (event.target.closest?.("[data-print]")) { event.preventDefault(); window.print(); }
  });

  /* A form is sent once: a second press while the first is on its way does nothing. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });

  const ready = () => {
    showKeys();
    document.querySelector(".errors[tabindex]")?.focus();
    document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest" });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
