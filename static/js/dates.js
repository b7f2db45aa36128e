// A date field reads as every other date of the page (24 Nov 2026, or 2026-11-24) until one edits it: browsers write
// dates in their own language, not in the page's. While it has the focus, the browser's own editor shows.
(() => {
  "use strict";
  const month = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });
  const chinese = document.documentElement.lang.startsWith("zh");

  const written = (value) => {
    if (!value || chinese) return value;
    const day = new Date(`${value}T00:00:00Z`);
    return `${day.getUTCDate()} ${month.format(day)} ${day.getUTCFullYear()}`;
  };
  const show = (input) => {
    input.nextElementSibling.textContent = written(input.value);
  };

  const dress = (input) => {
    if (input.parentElement.classList.contains("date-local")) return;
    const frame = document.createElement("span");
    frame.className = "date-local";
    const text = document.createElement("span");
    text.setAttribute("aria-hidden", "true");
    const hadFocus = document.activeElement === input;
    input.replaceWith(frame);
    frame.append(input, text);
    if (hadFocus) input.focus();
    for (const happening of ["input", "change", "blur"]) input.addEventListener(happening, () => show(input));
    show(input);
  };
  const dressAll = () => document.querySelectorAll("input[type=date]").forEach(dress);

  document.addEventListener("htmx:afterSettle", dressAll);
  window.addEventListener("pageshow", () => document.querySelectorAll(".date-local > input").forEach(show));
  dressAll();
})();
