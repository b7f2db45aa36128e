// The case page: the form opens what an outcome asks for, a permit fills in its number, clocks run, a lost claim
// switches off what needs it. The page works without this file: every part is open then, and the server decides.
(() => {
  "use strict";
  const form = document.getElementById("log-form");
  const asksOf = JSON.parse(document.getElementById("outcome-asks")?.textContent || "{}");
  const parts = form ? [...form.querySelectorAll("[data-part]")] : [];
  const wanted = new Set();

  // -- an outcome opens its part of the form; a part that is closed is not sent ---------------------------------------
  const filled = (part) => [...part.querySelectorAll("input, textarea")].some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value && field.value !== field.dataset.usual);
  const openParts = () => {
    const outcome = form.elements.outcome?.value || "";
    for (const part of parts) {
      const asked = (asksOf[outcome] || []).includes(part.dataset.part);
      const refused = part.querySelector(".is-invalid");
      const typed = wanted.has(part.dataset.part) || (!outcome && filled(part));
      part.hidden = !(asked || refused || typed);
      part.disabled = part.hidden;
    }
    const typed = form.querySelector("[data-typed]");
    if (typed) typed.hidden = Boolean(form.elements.contact_point_id?.value) && !typed.querySelector(".is-invalid");
    const scripts = [...document.querySelectorAll("[data-script]")];
    const said = outcome && scripts.some((script) => script.dataset.script === outcome) ? outcome : "";
    for (const script of scripts) script.hidden = script.dataset.script !== said;
  };
  if (form) {
    form.addEventListener("change", (event) => {
      if (event.target.name === "outcome") wanted.clear();
      openParts();
    });
    openParts();
    document.documentElement.dataset.js += " desk";
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens-part]");
    if (!opener) return;
    wanted.add(opener.dataset.opensPart);
    openParts();
    form.querySelector(`[data-part="${opener.dataset.opensPart}"] :is(input, select, textarea)`)?.focus();
  });

  // -- Ctrl+Enter saves and goes on, wherever one types; in a dialog it does what the dialog is for ------------------------
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const dialog = document.querySelector("dialog[open]");
    const asked = dialog ? dialog.querySelector(".dialog-form") : form;
    if (!asked) return;
    event.preventDefault();
    if (dialog) return asked.requestSubmit();
    const next = form.querySelector("[data-saves]:not([disabled])") || form.querySelector("button[type=submit]:not([disabled])");
    form.requestSubmit(next);
  });

  // -- a second press of the same button sends nothing ----------------------------------------------------------------
  form?.addEventListener("submit", (event) => {
    if (form.dataset.sending) return event.preventDefault();
    form.dataset.sending = "yes";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    if (!form) return;
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
  });

  // -- a permit fills in the form what it is for -----------------------------------------------------------------------
  const fill = (name, value) => {
    const field = form.elements[name];
    if (field && value !== undefined && "value" in field) field.value = value;
  };
  const kept = () => form.dispatchEvent(new Event("input", { bubbles: true })); // the draft goes with its permit
  const logUnder = (token, { point, role, channel, purpose, since }) => {
    fill("permit_token", token);
    fill("contact_point_id", point);
    if (role) fill("role", role);
    fill("channel", channel);
    fill("purpose", purpose);
    fill("happened_at", since);
    openParts();
    kept();
  };
  const running = () => document.querySelector("[data-permit]");
  let taken = form?.elements.permit_token?.value ? running()?.dataset.permit : "";
  const takePermit = () => {
    const permit = running();
    if (!permit || !form || permit.dataset.permit === taken) return; // what one changed since stays
    taken = permit.dataset.permit;
    logUnder(taken, permit.dataset);
    permit.querySelector("[data-dial]")?.focus();
  };
  // One that is over is logged by pressing it, or by the address that led here.
  const logOver = (link) => {
    logUnder(link.dataset.logs, link.dataset);
    form.elements.outcome.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-logs]");
    if (!link || !form) return;
    event.preventDefault();
    logOver(link);
  });
  const dropPermit = () => {
    const token = document.querySelector("[data-handed-back]")?.dataset.handedBack;
    if (!token || form?.elements.permit_token?.value !== token) return;
    for (const name of ["permit_token", "happened_at"]) fill(name, "");
    kept();
  };

  // -- Dial tells a phone system to place the call; the link itself dials where none listens ------------------------------
  document.addEventListener("click", (event) => {
    const dial = event.target.closest("[data-dial]");
    if (dial) window.htmx.ajax("POST", dial.dataset.dial, { source: dial, swap: "none" });
  });

  // -- clocks: seconds that are left when the page came, counted down -------------------------------------------------
  const clocks = new Map();
  const written = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const wind = () => {
    for (const clock of document.querySelectorAll("[data-seconds]")) {
      if (!clocks.has(clock)) clocks.set(clock, performance.now() + Number(clock.dataset.seconds) * 1000);
    }
  };
  const tick = () => {
    for (const [clock, end] of clocks) {
      if (!clock.isConnected) clocks.delete(clock);
      const left = Math.max(0, (end - performance.now()) / 1000);
      clock.textContent = left > 0 ? written(left) : clock.dataset.over || written(0);
      if (left === 0) clock.closest("[data-permit]")?.classList.add("is-over");
    }
  };

  // -- what the heartbeat says: the banner names it, what needs the claim is switched off, what was typed stays -------
  const obey = () => {
    const told = document.querySelector("[data-claim]");
    if (!told) return;
    const off = told.dataset.claim !== "mine";
    for (const control of document.querySelectorAll("[data-needs-claim]")) control.disabled = off;
    const clock = document.querySelector(".claim-left");
    if (clock && off) clock.closest("dd").textContent = told.dataset.holder;
    else if (clock) clocks.set(clock, performance.now() + Number(told.dataset.left) * 1000);
    const over = told.dataset.case !== "open";
    for (const control of document.querySelectorAll("[data-needs-case]")) control.disabled = off || over;
  };

  // -- a glance every few seconds: when anything has happened to the customer or the claim, the beat says at once what ----
  const OFTEN = 4000;
  let newest = document.querySelector("[data-glance]")?.dataset.newest;
  const glance = async () => {
    const place = document.querySelector("[data-glance]");
    if (!place || document.hidden) return;
    const headers = { "X-Claim-Token": place.dataset.token };
    const answer = await fetch(place.dataset.glance, { headers }).catch(() => null); // no network: the next one will tell
    if (!answer?.ok) return;
    const seen = await answer.text();
    if (seen !== newest) window.htmx.trigger(place, "beat");
    newest = seen;
    if (!seen) window.clearInterval(glances); // the claim is gone, and the page says so
  };
  const glances = window.setInterval(glance, OFTEN);
  document.addEventListener("visibilitychange", glance);

  const settle = () => {
    dropPermit();
    takePermit();
    wind();
    tick();
    obey();
  };
  document.addEventListener("htmx:afterSwap", settle);
  document.querySelector("dialog[data-open]")?.showModal();
  window.setInterval(tick, 1000);
  settle();
  const asked = document.querySelector("[data-asked]");
  if (asked && form && !form.querySelector(".is-invalid, .notice-error")) logOver(asked);
})();
