// <option data-fits="bucket currency">: fields of the form that fit this choice. Those that fit only others are put away
// and not sent. Without this file all of them show, and what does not fit is refused at its field.
(() => {
  "use strict";
  const choices = new Set([...document.querySelectorAll("option[data-fits]")].map((option) => option.closest("select")));
  const fitting = (option) => (option?.dataset.fits || "").split(" ").filter(Boolean);

  const show = (choice, refused = []) => {
    const fit = fitting(choice.selectedOptions[0]);
    for (const name of new Set([...choice.options].flatMap(fitting))) {
      const field = choice.form.elements[name];
      field.disabled = !fit.includes(name) && !refused.includes(field);
      field.closest(".field").hidden = field.disabled;
    }
  };

  for (const choice of choices) {
    // What was refused stays in sight until another choice is made.
    const refused = [...choice.form.querySelectorAll(".is-invalid")];
    choice.addEventListener("change", () => show(choice));
    window.addEventListener("pageshow", () => show(choice, refused)); // a browser puts back what was chosen before
    show(choice, refused);
  }
})();
