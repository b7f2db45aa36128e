// Runs before the first paint: with the theme "auto" the page takes the device's, without a flash.
(() => {
  "use strict";
  const root = document.documentElement;
  root.dataset.js = ""; // what a script opens and closes may wait closed for it
  const device = window.matchMedia("(prefers-color-scheme: dark)");

  const apply = () => {
    const wanted = root.dataset.theme;
    const dark = wanted === "dark" || (wanted === "auto" && device.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    root.dispatchEvent(new CustomEvent("fairdue:theme"));
  };

  device.addEventListener("change", apply);
  window.fairdue = { applyTheme: apply };
  apply();
})();
