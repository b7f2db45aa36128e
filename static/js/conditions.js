// Rows of conditions: a field offers the comparisons it knows, and its value says what it may be.
(() => {
  "use strict";
  for (const row of document.querySelectorAll(".conditions tbody tr")) {
    const [field, operator, value] = ["field", "operator", "value"].map((name) => row.querySelector(`[name=${name}]`));
    const known = () => (field.selectedOptions[0].dataset.operators || "").split(" ");
    const offer = () => {
      for (const option of operator.options) option.hidden = Boolean(field.value) && !known().includes(option.value);
      value.placeholder = field.selectedOptions[0].dataset.values || "";
    };
    field.addEventListener("change", () => {
      offer();
      if (operator.selectedOptions[0].hidden) operator.value = known()[0];
    });
    offer();
  }
})();
