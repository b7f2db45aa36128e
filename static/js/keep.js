// <form data-keep="invite">: what was typed survives a refused submit, a reload and a lost session, in this tab only.
(() => {
  "use strict";
  const prefix = "keep:";
  const skipped = new Set(["hidden", "password", "file", "submit", "button"]);
  const fields = (form) => [...form.elements].filter((field) => field.name && !skipped.has(field.type));

  const ticks = (field) => field.type === "checkbox" || field.type === "radio";

  // Several fields may have one name (boxes, rows): each name keeps a list, in the order of the form.
  const save = (form) => {
    const lists = {};
    for (const field of fields(form)) (lists[field.name] ??= []).push(ticks(field) ? field.checked : field.value);
    sessionStorage.setItem(prefix + form.dataset.keep, JSON.stringify({ lists, sent: false }));
  };

  const restore = (form, lists = {}) => {
    for (const field of fields(form)) {
      const kept = lists[field.name]?.shift();
      if (kept === undefined) continue;
      if (ticks(field)) field.checked = kept;
      else field.value = kept;
    }
  };

  // Somebody else has logged in after a lost session: what was typed before is not theirs to read.
  const user = document.body.dataset.user;
  if (user && ![null, user].includes(sessionStorage.getItem("keep-user"))) sessionStorage.clear();
  if (user) sessionStorage.setItem("keep-user", user);

  const awayFromDesk = document.body.dataset.page === "login";
  const here = new Map([...document.querySelectorAll("form[data-keep]")].map((form) => [form.dataset.keep, form]));
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(prefix))) {
    const form = here.get(key.slice(prefix.length));
    const kept = JSON.parse(sessionStorage.getItem(key));
    const refused = form && form.querySelector(".is-invalid, .notice-error");
    const lost = sessionStorage.getItem("keep-session-lost") === "yes";
    if (refused) sessionStorage.setItem(key, JSON.stringify({ ...kept, sent: false })); // until it is mended
    else if (kept.sent && !lost && !awayFromDesk) sessionStorage.removeItem(key);
    else if (form) restore(form, kept.lists);
  }
  if (awayFromDesk) sessionStorage.setItem("keep-session-lost", "yes");
  else sessionStorage.removeItem("keep-session-lost");

  for (const form of here.values()) {
    form.addEventListener("input", () => save(form));
    form.addEventListener("submit", () => {
      save(form);
      const name = prefix + form.dataset.keep;
      const kept = JSON.parse(sessionStorage.getItem(name));
      sessionStorage.setItem(name, JSON.stringify({ ...kept, sent: true }));
    });
  }

  // Whoever logs out leaves nothing behind for the next person at this screen.
  document.querySelector("form[data-forgets]")?.addEventListener("submit", () => sessionStorage.clear());
})();
