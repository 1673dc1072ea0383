/* The grid of a report: keys, a block pasted from Excel, saving while one types. Without it the page is a form.
   What is typed stays on the page and in this browser until the house has said that it is kept. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = document.querySelector("[data-save-status]");
  const words = status?.dataset ?? {};
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const versionField = form.querySelector("[name=version]");
  const cells = () => [...form.querySelectorAll("[data-grid]")];
  const cellOf = (key) => form.querySelector(`[data-grid="${CSS.escape(key)}"]`);
  const say = (text, bad = false) => {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("bad", bad);
  };
  const fill = (text, facts) => Object.entries(facts).reduce((t, [name, value]) => t.replace(`{${name}}`, value), text ?? "");

  /* --- what differs from what is kept --- */
  const kept = { figures: new Map(), explanations: new Map(), estimate: form.estimate.checked };
  for (const cell of cells()) kept.figures.set(cell.dataset.grid, form.elements[`goc:o:${cell.dataset.grid}`].value);
  for (const text of form.querySelectorAll("[data-explains]")) {
    kept.explanations.set(text.dataset.explains, form.elements[`goc:gt:${text.dataset.explains}`].value);
  }
  let waitsForChoice = new Set();

  const changes = () => {
    const figures = {}, explanations = {};
    for (const cell of cells()) {
      const key = cell.dataset.grid;
      if (!waitsForChoice.has(key) && cell.value !== kept.figures.get(key)) figures[key] = cell.value;
    }
    for (const text of form.querySelectorAll("[data-explains]")) {
      const key = text.dataset.explains;
      if (text.value !== (kept.explanations.get(key) ?? "")) explanations[key] = text.value;
    }
    return { figures, explanations, estimate: form.estimate.checked };
  };
  const dirty = () => {
    const now = changes();
    return Boolean(Object.keys(now.figures).length || Object.keys(now.explanations).length || now.estimate !== kept.estimate);
  };

  /* --- this browser keeps it until the house has it --- */
  const remember = () => {
    try {
      if (dirty()) localStorage.setItem(form.dataset.store, JSON.stringify({ version: versionField.value, ...changes() }));
      else localStorage.removeItem(form.dataset.store);
    } catch { /* a full or closed store: the page itself still holds it */ }
  };
  const recall = () => {
    let left = null;
    try { left = JSON.parse(localStorage.getItem(form.dataset.store) ?? "null"); } catch { return; }
    if (!left) return;
    for (const [key, value] of Object.entries(left.figures ?? {})) {
      const cell = cellOf(key);
      if (cell && cell.value !== value) cell.value = value;
    }
    for (const [key, value] of Object.entries(left.explanations ?? {})) {
      const text = form.querySelector(`[data-explains="${CSS.escape(key)}"]`);
      if (text) text.value = value;
    }
    if (!dirty()) { remember(); return; }
    versionField.value = left.version;
    say(words.restored);
    later(300);
  };

  /* --- saving --- */
  let timer = 0, running = null, wait = 2000;
  const later = (after = 800) => { clearTimeout(timer); timer = setTimeout(save, after); };

  const save = () => {
    clearTimeout(timer);
    if (running) return running.then(() => (dirty() ? save() : undefined));
    if (!dirty()) return Promise.resolve();
    const sent = changes();
    say(words.saving);
    running = fetch(form.dataset.autosave, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ ...sent, version: versionField.value, thay: form.dataset.behalf === "1" }),
    }).then(async (answer) => {
      running = null;
      if (answer.type === "opaqueredirect") { say(words.signedOut, true); return; }
      const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : null;
      if (answer.ok && told) accept(sent, told);
      else if (answer.status === 409 && told?.conflict) conflict(told);
      else if (told) { say(told.message, true); if (told.field) cellOf(told.field)?.closest("td").classList.add("err"); }
      else if (answer.status >= 500) again();
      else say(words.refused, true);
    }, () => { running = null; again(); });
    return running;
  };
  const again = () => {
    say(words.failed, true);
    later(wait);
    wait = Math.min(wait * 2, 30000);
  };

  const accept = (sent, told) => {
    wait = 2000;
    versionField.value = told.version;
    for (const [key, value] of Object.entries(sent.figures)) {
      if (key in told.unread) continue;
      kept.figures.set(key, value);
      const seen = form.elements[`goc:o:${key}`];
      if (seen) seen.value = value;
    }
    for (const [key, value] of Object.entries(sent.explanations)) kept.explanations.set(key, value);
    kept.estimate = sent.estimate;
    for (const [key, state] of Object.entries(told.states)) {
      const box = cellOf(key)?.closest("td");
      if (!box) continue;
      box.classList.remove("saved", "err", "warn", "pending");
      if (cellOf(key).value !== kept.figures.get(key)) box.classList.add(key in told.unread ? "err" : "pending");
      else if (state) box.classList.add(state);
    }
    for (const [code, html] of Object.entries(told.messages)) lines(code, html);
    for (const [key, text] of Object.entries(told.unread)) note(key, text);
    for (const [key, mark] of Object.entries(told.marks)) {
      const place = document.querySelector(`[data-mark="${CSS.escape(key)}"]`);
      if (place && mark) place.textContent = mark;
    }
    for (const place of document.querySelectorAll("[data-share]")) place.textContent = told.shares[place.dataset.share] ?? "";
    for (const place of document.querySelectorAll("[data-offer]")) offer(place, told.offers[place.dataset.offer]);
    const counts = document.getElementById("dem");
    if (counts) counts.innerHTML = told.counts;
    remember();
    say(Object.keys(told.unread).length ? words.unread : fill(words.saved, { time: told.saved }), Boolean(Object.keys(told.unread).length));
    if (dirty() && !Object.keys(told.unread).length) later();
  };

  /* The lines under a row come from the house; one that is being typed in stays as it is. */
  const lines = (code, html) => {
    const row = form.querySelector(`tr[data-line="${CSS.escape(code)}"]`);
    if (!row) return;
    const old = [...form.querySelectorAll(`tr.msg[data-row="${CSS.escape(code)}"]`)];
    if (old.some((line) => line.contains(document.activeElement) || line.querySelector("[data-choose]"))) return;
    for (const line of old) line.remove();
    row.insertAdjacentHTML("afterend", html);
  };
  const note = (key, text) => {
    const row = cellOf(key).closest("tr");
    const line = document.createElement("tr");
    line.className = "msg err";
    line.dataset.row = row.dataset.line;
    line.innerHTML = '<td></td><td colspan="6"><span class="tone late"></span></td>';
    line.querySelector("span").textContent = `▲ ${text}`;
    row.after(line);
  };
  const offer = (place, found) => {
    place.textContent = "";
    if (!found) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.dataset.take = place.dataset.offer;
    button.dataset.value = found[0];
    button.textContent = fill(words.take, { value: found[0] });
    button.title = found[1];
    place.append(button);
  };

  const conflict = (told) => {
    versionField.value = told.version;
    say(told.message, true);
    for (const { key, theirs, mine } of told.conflict) {
      const figure = !key.endsWith("#");
      const name = figure ? key : key.slice(0, -1);
      const cell = figure ? cellOf(name) : form.querySelector(`[data-explains="${CSS.escape(name)}"]`);
      if (!cell) continue;
      if (figure) waitsForChoice.add(name);
      const box = cell.closest("td");
      box.classList.add("err");
      const line = document.createElement("tr");
      line.className = "msg err";
      line.dataset.row = cell.closest("tr").dataset.line ?? cell.closest("tr").dataset.row;
      line.innerHTML = '<td></td><td colspan="6"><span class="choose" data-choose><span></span><button type="button" class="link"></button><button type="button" class="link"></button></span></td>';
      const [text, first, second] = line.querySelector(".choose").children;
      text.textContent = fill(words.conflict, { theirs, mine });
      first.textContent = fill(words.keep, { value: theirs });
      second.textContent = fill(words.keep, { value: mine });
      const settle = (value) => {
        line.remove();
        waitsForChoice.delete(name);
        (figure ? kept.figures : kept.explanations).set(name, theirs === "–" ? "" : theirs);
        cell.value = value === "–" ? "" : value;
        box.classList.remove("err");
        save();
      };
      first.addEventListener("click", () => settle(theirs));
      second.addEventListener("click", () => settle(mine));
      cell.closest("tr").after(line);
    }
    remember();
    if (dirty()) later(300);
  };

  /* --- typing, keys, pasting --- */
  const PLAIN = /^[-−]?\d+$/, GROUPED = /^[-−]?\d{1,3}(\.\d{3})+$/, BLANK = /^[-–—]?$/;
  const tidy = (text) => text.replace(/[\u00a0\u202f]/g, " ").trim();
  const grouped = (text) => (PLAIN.test(text) ? text.replace(/\B(?=(\d{3})+(?!\d))/g, ".") : text);

  form.addEventListener("input", (event) => {
    event.target.closest("td.in")?.classList.add("pending");
    remember();
    later();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[data-grid]")) event.target.value = grouped(tidy(event.target.value));
    remember();
    later(100);
  });

  const table = () => [...form.querySelectorAll("tr[data-line]")].map((row) => [...row.querySelectorAll("td")].slice(-2).map((box) => box.querySelector("[data-grid]")));
  const at = (cell) => {
    const rows = table();
    for (const [r, row] of rows.entries()) {
      const c = row.indexOf(cell);
      if (c >= 0) return [rows, r, c];
    }
    return [rows, -1, -1];
  };
  const go = (cell, down, across) => {
    const [rows, r, c] = at(cell);
    for (let line = r + down, column = c + across; rows[line] && column in rows[line]; line += down, column += across) {
      if (rows[line][column]) { rows[line][column].focus(); return true; }
    }
    return false;
  };
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches?.("[data-grid]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const field = cell.tagName === "INPUT";
    const whole = field && cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    const moves = {
      Enter: () => go(cell, event.shiftKey ? -1 : 1, 0),
      ArrowDown: () => field && go(cell, 1, 0),
      ArrowUp: () => field && go(cell, -1, 0),
      ArrowRight: () => field && (whole || cell.selectionEnd === cell.value.length) && go(cell, 0, 1),
      ArrowLeft: () => field && (whole || cell.selectionStart === 0) && go(cell, 0, -1),
    };
    if (!(event.key in moves)) return;
    if (event.key === "Enter") event.preventDefault();
    if (moves[event.key]()) event.preventDefault();
  });
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("tr[data-line]");
    if (event.target.matches("input[data-grid]")) event.target.select();
    if (!row) return;
    for (const facts of document.querySelectorAll("[data-facts]")) {
      const chosen = facts.dataset.facts === row.dataset.line;
      facts.classList.toggle("picked", chosen);
      facts.open = chosen;
    }
  });

  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.target.matches("[data-grid]") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [rows, r, c] = at(event.target);
    const odd = [], outside = [];
    let taken = 0;
    for (const [i, line] of text.replace(/\r/g, "").replace(/\n$/, "").split("\n").entries()) {
      for (const [j, raw] of line.split("\t").entries()) {
        const value = tidy(raw), cell = rows[r + i]?.[c + j];
        if (BLANK.test(value)) continue;
        if (!cell) { outside.push(value); continue; }
        if (cell.tagName === "SELECT") {
          const yes = /^(1|có|co|x|rồi)$/i.test(value), no = /^(0|chưa|chua|không|khong)$/i.test(value);
          if (!yes && !no) { odd.push(`${cell.dataset.grid}: “${value}”`); continue; }
          cell.value = yes ? "1" : "0";
        } else {
          cell.value = grouped(value);
          if (!PLAIN.test(value) && !GROUPED.test(value)) odd.push(`${cell.dataset.grid}: “${value}”`);
        }
        cell.closest("td").classList.add("pending");
        taken += 1;
      }
    }
    const report = form.querySelector("[data-paste-report]");
    report.hidden = false;
    report.textContent = [
      fill(words.pasted, { count: taken }),
      odd.length ? fill(words.odd, { cells: odd.join("; ") }) : "",
      outside.length ? fill(words.outside, { values: outside.join("; ") }) : "",
    ].filter(Boolean).join(" ");
    remember();
    save();
  });
  document.querySelector("a[data-paste-help]")?.addEventListener("click", () => {
    const report = form.querySelector("[data-paste-report]");
    report.hidden = false;
    report.textContent = words.pasteHelp;
    cells()[0]?.focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    const take = event.target.closest?.("button[data-take]");
    if (!take) return;
    const cell = cellOf(take.dataset.take);
    cell.value = take.dataset.value;
    cell.closest("td").classList.add("pending");
    cell.focus();
    save();
  });

  /* A button that leads away waits until everything typed is kept. */
  const first = (event, then) => {
    if (!dirty() && !running) return;
    event.preventDefault();
    save().then(() => (dirty() ? undefined : then()));
  };
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("formaction")) { event.preventDefault(); save(); if (!running) say(fill(words.saved, { time: "" })); return; }
    const { submitter } = event;
    first(event, () => form.requestSubmit(submitter));
  });
  for (const next of document.querySelectorAll("form[data-after-save]")) {
    next.addEventListener("submit", (event) => first(event, () => next.requestSubmit()));
  }
  window.addEventListener("beforeunload", (event) => { if (dirty()) event.preventDefault(); });
  window.addEventListener("online", () => { if (dirty()) save(); });

  recall();
})();
