/* Suggestions under a text box (ARIA 1.2 combobox). Without this file the text is looked up by the server. */
(() => {
  "use strict";
  const part = (box, name) => box.querySelector(`[data-combobox-${name}]`);
  const input = (box) => box.querySelector("[role=combobox]");
  const list = (box) => box.querySelector("[role=listbox]");
  const waiting = new WeakMap();

  const close = (box) => {
    list(box).replaceChildren();
    input(box).setAttribute("aria-expanded", "false");
    input(box).removeAttribute("aria-activedescendant");
  };

  const choose = (box, option) => {
    part(box, "key").value = option.dataset.key;
    input(box).value = part(box, "was").value = option.dataset.label;
    close(box);
    part(box, "key").dispatchEvent(new Event("change", { bubbles: true }));
  };

  const point = (box, option) => {
    for (const other of list(box).children) other.setAttribute("aria-selected", String(other === option));
    input(box).setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const ask = async (box) => {
    const text = input(box).value.trim();
    if (!text) { close(box); return; }
    const address = new URL(input(box).dataset.url, location.href);
    address.searchParams.set("q", text);
    waiting.get(box)?.abort();
    const turn = new AbortController();
    waiting.set(box, turn);
    try {
      const answer = await fetch(address, { signal: turn.signal, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) { close(box); return; }
      list(box).innerHTML = await answer.text();
      [...list(box).querySelectorAll("[role=option]")].forEach((option, index) => { option.id = `${list(box).id}_${index}`; });
      input(box).setAttribute("aria-expanded", String(list(box).childElementCount > 0));
    } catch (reason) {
      if (reason.name !== "AbortError") close(box);
    }
  };

  let timer = 0;
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-combobox]");
    if (!box || event.target !== input(box)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 180, box);
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-combobox]");
    if (!box || event.target !== input(box) || event.isComposing) return;
    const options = [...list(box).querySelectorAll("[role=option]")];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!options.length) { ask(box); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(box, options[(at + step + options.length) % options.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(box, options[at]);
    } else if (event.key === "Escape" && options.length) {
      event.preventDefault();
      close(box);
    }
  });

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("[data-combobox] [role=option]");
    if (option) { event.preventDefault(); choose(option.closest("[data-combobox]"), option); }
  });

  document.addEventListener("focusout", (event) => {
    const box = event.target.closest?.("[data-combobox]");
    if (box && input(box) && !box.contains(event.relatedTarget)) close(box);
  });
})();
