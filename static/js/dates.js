// A day, a moment or a time in a field reads as it does everywhere on the page (24 Nov 2026 14:05, or 2026-11-24 14:05)
// until one edits it: browsers write in their own language, not in the page's. While it has the focus, the browser's
// own editor shows.
(() => {
  "use strict";
  const month = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });
  const chinese = document.documentElement.lang.startsWith("zh");

  const FIELDS = ["date", "datetime-local", "time"].map((type) => `input[type=${type}]`).join(", ");

  const written = (value) => {
    const [date, time = ""] = value.split("T");
    if (!date.includes("-") || chinese) return `${date} ${time}`.trim();
    const day = new Date(`${date}T00:00:00Z`);
    return `${day.getUTCDate()} ${month.format(day)} ${day.getUTCFullYear()} ${time}`.trim();
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
  const dressAll = () => document.querySelectorAll(FIELDS).forEach(dress);

  document.addEventListener("htmx:afterSettle", dressAll);
  window.addEventListener("pageshow", () => document.querySelectorAll(".date-local > input").forEach(show));
  dressAll();
})();
