/* Words selected in a read text become the beginning of a mark: their place goes with the link. Works without. */
(() => {
  "use strict";
  const text = document.querySelector("[data-text]");
  const bar = document.querySelector("[data-select]");
  if (!text || !bar) return;
  const links = [...bar.querySelectorAll("a[data-add]")].map((link) => [link, link.getAttribute("href")]);
  const length = (words) => [...words].length; // characters, as the house counts them

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const words = range && text.contains(range.commonAncestorContainer) ? range.toString() : "";
    if (!words.trim() || length(words) > 600) {
      if (!bar.contains(document.activeElement)) bar.hidden = true;
      return;
    }
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Number(text.dataset.start) + length(before.toString());
    for (const [link, address] of links) link.href = `${address}?tu=${start}&den=${start + length(words)}`;
    bar.querySelector("[data-words]").textContent = words.length > 80 ? `${words.slice(0, 80)}…` : words;
    bar.hidden = false;
  });
})();
