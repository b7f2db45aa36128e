// Rows of conditions. The server draws each part as its field needs it; here is only what keep.js needs to put back what
// was chosen before a reload or a lost session: its values fit only the rows they were chosen in.
(() => {
  "use strict";
  const conditions = document.getElementById("conditions");
  for (const button of document.querySelectorAll("[data-needs-script]")) button.hidden = false;

  // What is ticked also stands in one field, from which a row is drawn that has no boxes yet.
  conditions.addEventListener("input", (event) => {
    const boxes = event.target.closest(".condition-many");
    if (!boxes) return;
    const ticked = [...boxes.querySelectorAll(":checked")].map((box) => box.value);
    boxes.parentElement.querySelector("[name=value]").value = ticked.join(", ");
  });

  // Rows that were added before a reload are added again, one after the other, and take what was left for them.
  const addBack = async () => {
    const { field = [], operator = [], value = [] } = conditions.closest("form").keptBeyond ?? {};
    const button = document.querySelector("[data-adds-line]");
    while (field.length) {
      const source = { source: button, target: conditions, swap: "beforeend" };
      await htmx.ajax("GET", button.getAttribute("hx-get"), source);
      const row = conditions.lastElementChild;
      const kept = { field: field.shift(), operator: operator.shift(), value: value.shift() };
      for (const [name, what] of Object.entries(kept)) row.querySelector(`[name=${name}]`).value = what ?? "";
      if (kept.field) row.querySelector("[name=field]").dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  // A choice that differs from what the server drew asks it to draw what follows from it.
  const drawn = (select) => ([...select.options].find((option) => option.defaultSelected) || select.options[0]).value;
  document.addEventListener("DOMContentLoaded", () => {
    for (const row of conditions.querySelectorAll("[role=group].condition")) {
      const chosen = [...row.querySelectorAll("select[hx-get]")].find((select) => select.value !== drawn(select));
      chosen?.dispatchEvent(new Event("change", { bubbles: true }));
    }
    addBack();
  });
})();
