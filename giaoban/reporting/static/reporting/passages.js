/* Passages save while they are typed; what the house has not kept yet stays in this browser. */
(() => {
  "use strict";
  const words = document.querySelector("[data-save-status]")?.dataset ?? {};
  const forms = [...document.querySelectorAll("form[data-passage]")];

  for (const form of forms) {
    const box = form.text, note = form.querySelector("[data-saved]"), store = `giaoban.passage.${form.dataset.passage}`;
    let kept = box.defaultValue, timer = 0, running = null, wait = 2000;
    const say = (text, bad = false) => { note.textContent = text; note.classList.toggle("bad", bad); };
    const mark = () => form.closest(".passage").classList.toggle("dirty", box.value !== kept);
    const remember = () => {
      try {
        if (box.value === kept) localStorage.removeItem(store);
        else localStorage.setItem(store, JSON.stringify({ version: form.version.value, text: box.value }));
      } catch { /* the page still holds it */ }
    };
    const later = (after = 1000) => { clearTimeout(timer); timer = setTimeout(save, after); };

    const save = () => {
      clearTimeout(timer);
      if (running) return running.then(() => (box.value === kept ? undefined : save()));
      if (box.value === kept) return Promise.resolve();
      const sent = box.value, body = new FormData(form);
      say(words.saving);
      running = fetch(form.dataset.passage, {
        method: "POST", redirect: "manual", body, headers: { "X-CSRFToken": form.csrfmiddlewaretoken.value },
      }).then(async (answer) => {
        running = null;
        if (answer.type === "opaqueredirect") { say(words.signedOut, true); return; }
        const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : null;
        if (answer.ok && told) {
          kept = sent; wait = 2000;
          form.version.value = told.version;
          say(words.savedShort);
          if (box.value !== kept) later();
        } else if (answer.status === 409 && told) {
          form.version.value = told.version;
          say(told.message, true);
        } else if (told) say(told.message, true);
        else if (answer.status >= 500) again();
        else say(words.refused, true);
        mark(); remember();
      }, () => { running = null; again(); });
      return running;
    };
    const again = () => { say(words.failed, true); later(wait); wait = Math.min(wait * 2, 30000); };

    box.addEventListener("input", () => { mark(); remember(); later(); });
    box.addEventListener("blur", () => { if (box.value !== kept) save(); });
    form.addEventListener("submit", () => { kept = box.value; try { localStorage.removeItem(store); } catch { /* nothing kept */ } });
    form.waiting = () => (box.value === kept && !running ? null : save());
    window.addEventListener("beforeunload", (event) => { if (box.value !== kept) event.preventDefault(); });
    window.addEventListener("online", () => { if (box.value !== kept) save(); });
    try {
      const left = JSON.parse(localStorage.getItem(store) ?? "null");
      if (left && left.text !== kept) { box.value = left.text; form.version.value = left.version; mark(); say(words.restored); later(300); }
    } catch { /* nothing that can be read */ }
  }

  /* A new passage that was not added yet survives a reload. */
  for (const box of document.querySelectorAll("textarea[data-new]")) {
    const store = `giaoban.passage.new.${location.pathname}.${box.dataset.new}`;
    try { if (!box.value) box.value = localStorage.getItem(store) ?? ""; } catch { /* nothing kept */ }
    if (box.value) box.closest("details").open = true;
    box.addEventListener("input", () => { try { localStorage.setItem(store, box.value); } catch { /* the page holds it */ } });
    box.form.addEventListener("submit", () => { try { localStorage.removeItem(store); } catch { /* nothing kept */ } });
  }

  /* What leads away waits for passages that are still on their way. */
  for (const next of document.querySelectorAll("form[data-after-save]")) {
    next.addEventListener("submit", (event) => {
      const waiting = forms.map((form) => form.waiting()).filter(Boolean);
      if (!waiting.length || event.defaultPrevented) return;
      event.preventDefault();
      Promise.all(waiting).then(() => { if (!forms.some((form) => form.waiting())) next.requestSubmit(); });
    });
  }
})();
