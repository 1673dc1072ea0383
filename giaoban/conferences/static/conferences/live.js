/* Live pages of a conference: clocks tick here, the pulse is asked every few seconds, and when something is new
   the page fetches itself and changes only its live part. Without this script everything still works by POST. */
(() => {
  "use strict";
  const EVERY = 4000;
  let started = performance.now();

  const shown = (seconds) => {
    const whole = Math.abs(seconds);
    const sign = seconds < 0 ? "−" : "";
    return `${sign}${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
  };

  /* data-left: seconds left when the page was made; data-runs: the clock is going; data-whole: the time given. */
  const tick = () => {
    const gone = Math.floor((performance.now() - started) / 1000);
    for (const clock of document.querySelectorAll("[data-left]")) {
      const left = Number(clock.dataset.left) - (clock.dataset.runs ? gone : 0);
      clock.textContent = shown(left);
      const low = left >= 0 && left <= 60;
      for (const node of [clock, document.getElementById(clock.dataset.bar || "")]) {
        node?.classList.toggle("low", low);
        node?.classList.toggle("over", left < 0);
      }
      const bar = document.getElementById(clock.dataset.bar || "");
      if (bar) bar.value = Math.max(0, Math.min(Number(bar.max), Number(bar.max) - left));
    }
    for (const lost of document.querySelectorAll("[data-since]")) {
      lost.textContent = shown(Number(lost.dataset.since) + gone);
    }
    const now = new Date();
    for (const hour of document.querySelectorAll("[data-hour]")) {
      hour.textContent = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
    }
  };

  const root = () => document.querySelector("[data-live]");
  const busy = (live) =>
    document.querySelector("form[data-sending]") || live.contains(document.activeElement?.closest?.("input, select, textarea")) || document.querySelector("dialog[open]");

  const refresh = async () => {
    const answer = await fetch(window.location.href, { headers: { "X-Live": "1" }, credentials: "same-origin" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [old, fresh] = [root(), page.querySelector("[data-live]")];
    if (!old || !fresh) return false;
    const focused = document.activeElement?.dataset?.key;
    const open = [...old.querySelectorAll("details[id][open]")].map((node) => node.id);
    old.replaceWith(fresh);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    document.body.className = page.body.className;
    if (focused) fresh.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    started = performance.now();
    tick();
    return true;
  };

  const ask = async () => {
    const live = root();
    if (!live || document.hidden) return;
    const seq = live.dataset.seq;
    try {
      const answer = await fetch(`${live.dataset.live}?since=${seq}`, {
        headers: { "If-None-Match": `"${live.dataset.of}-${seq}"`, Accept: "application/json" },
        credentials: "same-origin",
        cache: "no-store",
      });
      document.documentElement.classList.toggle("away", !answer.ok && answer.status !== 304);
      if (answer.status !== 200) return;
      const news = await answer.json();
      if (news.changed && !busy(live)) await refresh();
    } catch {
      document.documentElement.classList.add("away");
    }
  };

  tick();
  setInterval(tick, 500);
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
