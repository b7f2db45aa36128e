// <option data-fits="bucket currency" data-needs="bucket">: fields of the form that fit this choice, and those that must
// say something. Fields that fit only others are put away and not sent. Without this file all of them show, and what does
// not fit or is missing is refused at its field.
(() => {
  "use strict";
  const choices = new Set([...document.querySelectorAll("option[data-fits]")].map((option) => option.closest("select")));
  const words = (text = "") => text.split(" ").filter(Boolean);
  const fitting = (option) => words(option?.dataset.fits);

  const show = (choice, refused = []) => {
    const chosen = choice.selectedOptions[0];
    const [fit, needed] = [fitting(chosen), words(chosen?.dataset.needs)];
    for (const name of new Set([...choice.options].flatMap(fitting))) {
      const field = choice.form.elements[name];
      field.disabled = !fit.includes(name) && !refused.includes(field);
      field.required = needed.includes(name);
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
