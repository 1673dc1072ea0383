/* Arrows walk through the results, Escape returns to the box ("/" is a key of the house). Works without. */
(() => {
  "use strict";
  const box = document.querySelector("form[data-search] input[type=search]");
  if (!box) return;
  const results = () => [...document.querySelectorAll(".results > li > a:first-child")];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
    const every = results();
    const at = every.indexOf(document.activeElement);
    const inside = document.activeElement === box;
    if (event.key === "Escape" && at >= 0) {
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !every.length || (!inside && at < 0) || (inside && step < 0)) return;
    event.preventDefault();
    const next = inside ? 0 : at + step;
    if (next < 0) box.focus();
    else every[Math.min(next, every.length - 1)].focus();
  });
})();
