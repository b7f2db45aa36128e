// Keys, menus, the theme switch, copy buttons and confirmations. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const typing = (element) => element instanceof Element && element.closest("input, textarea, select, [contenteditable]");

  // -- keys: [data-key-focus="/"] gets the focus, [data-key="n"] is clicked, g and a number opens a page ------------
  let goes = false;
  const pressed = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return escape(event);
    if (event.target.dataset?.keyFocus === event.key && !event.target.value) return event.preventDefault(); // is there already
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const quoted = CSS.escape(event.key);
    const went = goes && document.querySelector(`[data-key-go="${quoted}"]`);
    goes = event.key === "g" && !goes;
    if (went) {
      event.preventDefault();
      window.location.assign(went.href);
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      document.getElementById("keys")?.showModal();
      return;
    }
    const field = document.querySelector(`[data-key-focus="${quoted}"]`);
    const target = field || document.querySelector(`[data-key="${quoted}"]`);
    if (!target) return;
    event.preventDefault();
    if (field) {
      field.focus();
      field.select?.();
    } else {
      target.click();
    }
  };
  const escape = (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (typing(event.target)) {
      event.target.blur();
    } else if (!document.querySelector("dialog[open]")) {
      document.querySelector("[data-key-back]")?.click();
    }
  };
  document.addEventListener("keydown", pressed);

  // -- menus close when the user turns elsewhere ---------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      opener.closest("details.menu")?.removeAttribute("open");
      document.getElementById(opener.dataset.opens).showModal();
    }
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
  });

  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const text = "value" in source ? source.value : source.innerText;
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
    } else {
      source.select?.(); // without HTTPS browsers lend no clipboard: the text is marked, Ctrl+C takes it
    }
    button.setAttribute("aria-label", button.dataset.copied);
    button.classList.add("good");
  };

  // -- theme: changed at once, remembered by the server --------------------------------------------------------------
  document.querySelectorAll("[data-theme-form]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button) return;
      event.preventDefault();
      root.dataset.theme = button.value;
      window.fairdue.applyTheme();
      const body = new FormData(form);
      body.set("theme", button.value);
      fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      for (const other of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
        other.setAttribute("aria-pressed", String(other.value === button.value));
      }
      const drawn = button.querySelector("use").getAttribute("href");
      document.querySelector("[data-theme-icon] use")?.setAttribute("href", drawn);
      form.closest("details")?.removeAttribute("open");
    });
  });

  // -- what is missing or wrong is said at its field and in the page's language: by the server, not by the browser -----
  document.addEventListener("htmx:load", (event) => {
    for (const form of event.target.querySelectorAll("form[method=post]")) form.noValidate = true;
  });

  // -- what was refused gets the focus: the first field that is wrong -------------------------------------------------
  document.querySelector("main .is-invalid")?.focus();

  // -- <form data-confirm="Really?"> asks first ------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    const dialog = document.getElementById("confirm");
    document.getElementById("confirm-text").textContent = form.dataset.confirm;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(event.submitter);
    }, { once: true });
    dialog.showModal();
  });

  // -- what [data-previews] holds has changed: [data-previewed] does nothing until one has looked again -----------------
  document.addEventListener("input", (event) => {
    if (!event.target.closest("[data-previews]")) return;
    for (const button of event.target.form?.querySelectorAll("[data-previewed]") || []) button.disabled = true;
  });

  // -- [data-submits] sends its form as soon as it changes: filters ----------------------------------------------------
  // A date that is being typed is complete only when one says so (Enter): every digit on the way changes it.
  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("input[type=date][data-submits]") && event.key !== "Enter") event.target.dataset.typed = "yes";
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target.matches?.("input[type=date][data-submits]")) delete event.target.dataset.typed;
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-submits]") && !event.target.dataset.typed) event.target.form.requestSubmit();
  });
})();
