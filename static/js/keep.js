// <form data-keep="invite">: what was typed survives a refusal, a failure, a reload and a lost session, in this tab only,
// until the server says that it was stored (body[data-stored], `shared/drafts.py`). data-keep-too="submission" names hidden
// fields that go with it. A page of a failure gives back what was sent: [data-gives-back].
(() => {
  "use strict";
  const prefix = "keep:";
  const skipped = new Set(["hidden", "password", "file", "submit", "button"]);
  const too = (form) => (form.dataset.keepToo || "").split(" ");
  const fields = (form) =>
    [...form.elements].filter((field) => field.name && (!skipped.has(field.type) || too(form).includes(field.name)));

  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  const read = (name) => JSON.parse(sessionStorage.getItem(name));
  const write = (name, kept) => sessionStorage.setItem(name, JSON.stringify(kept));
  const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

  // The number of the draft goes with the form, so that the server can say which one it has stored.
  const mark = (form, id) => {
    if (!form.elements.draft) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "draft" });
      form.append(field);
    }
    form.elements.draft.value = id;
  };

  // Several fields may have one name (boxes, rows): each name keeps a list, in the order of the form.
  const save = (form, sent = false) => {
    const name = prefix + form.dataset.keep;
    const lists = {};
    const texts = [];
    for (const field of fields(form)) {
      (lists[field.name] ??= []).push(ticks(field) ? field.checked : field.value);
      const written = field.type === "textarea" || field.type === "text";
      if (written && field.value) texts.push([field.labels[0]?.firstChild.textContent || "", field.value]);
    }
    const id = read(name)?.id || newId();
    mark(form, id);
    write(name, { id, lists, texts, sent, page: window.location.pathname + window.location.search });
  };

  const restore = (form, { id, lists = {} }) => {
    mark(form, id || newId());
    for (const field of fields(form)) {
      const kept = lists[field.name]?.shift();
      if (kept === undefined) continue;
      if (ticks(field)) field.checked = kept;
      else if (field.type !== "hidden") field.value = kept;
      else if (kept) {
        field.dataset.given = field.value; // what the page came with
        field.value = kept;
      }
    }
    form.keptBeyond = lists; // of rows the page came without: whoever can add rows puts them back
  };

  // Somebody else has logged in after a lost session: what was typed before is not theirs to read.
  const user = document.body.dataset.user;
  if (user && ![null, user].includes(sessionStorage.getItem("keep-user"))) sessionStorage.clear();
  if (user) sessionStorage.setItem("keep-user", user);

  const stored = new Set((document.body.dataset.stored || "").split(" "));
  const drafts = () => Object.keys(sessionStorage).filter((name) => name.startsWith(prefix));
  for (const name of drafts()) {
    if (stored.has(read(name).id)) sessionStorage.removeItem(name);
  }

  const here = [...document.querySelectorAll("form[data-keep]")];
  for (const form of here) {
    const kept = read(prefix + form.dataset.keep);
    if (kept && form.querySelector(".is-invalid, .notice-error")) mark(form, kept.id); // refused: it shows what was sent
    else if (kept) restore(form, kept);
    form.addEventListener("input", () => save(form));
    form.addEventListener("submit", () => save(form, true));
  }

  // What was sent and not stored is given back on the page that says so, also where its form is open to nobody any more.
  const back = document.querySelector("[data-gives-back]");
  for (const name of back ? drafts() : []) {
    const kept = read(name);
    if (!kept.sent) continue;
    back.hidden = false;
    back.querySelector("a").href = kept.page;
    for (const [label, text] of kept.texts) {
      const [dt, dd] = [document.createElement("dt"), document.createElement("dd")];
      [dt.textContent, dd.textContent] = [label, text];
      back.querySelector("dl").append(dt, dd);
    }
  }
  // Back at its form, or anywhere else, it is a draft like any other.
  for (const name of back || document.body.dataset.page === "login" ? [] : drafts()) write(name, { ...read(name), sent: false });

  // Whoever logs out leaves nothing behind for the next person at this screen.
  document.querySelector("form[data-forgets]")?.addEventListener("submit", () => sessionStorage.clear());
})();
