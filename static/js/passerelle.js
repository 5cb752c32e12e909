// Only comforts: every page works without. After a swap, and where an answer is refused, the reader is taken there.
const lead = () => {
  const goal = document.querySelector(".resume-erreur") || document.querySelector("h1");
  goal.tabIndex = -1;
  goal.focus({ preventScroll: !goal.matches(".resume-erreur") });
};
if (document.querySelector(".resume-erreur")) lead();

// "Copier", "Imprimer" and, where the device can, "Envoyer" need a script: hidden until there is one, also after a swap.
const scripted = `[data-copier], [data-imprimer]${navigator.share ? ", [data-envoyer]" : ""}`;
const show = () => document.querySelectorAll(scripted).forEach((button) => (button.hidden = false));
show();
for (const shown of ["htmx:afterSettle", "htmx:historyRestore"]) {
  document.addEventListener(shown, ({ target }) => {
    show();
    if (!target.parentElement?.closest("main")) lead(); // a part of a page was refreshed: the reader is elsewhere in it
  });
}
document.addEventListener("click", async ({ target }) => {
  const button = target.closest(scripted);
  if (!button) return;
  if ("imprimer" in button.dataset) return print();
  const field = document.getElementById(button.dataset.copier || button.dataset.envoyer);
  if (button.dataset.envoyer) return navigator.share({ title: document.title, url: field.value }).catch(() => {}); // nobody was chosen
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  button.closest("section").querySelector("[role=status]").textContent = "C’est copié";
});

// What stands after "ou" goes with no other answer: ticking one side clears the other, as the server would ask.
document.addEventListener("input", ({ target }) => {
  const question = target.closest(".question");
  if (!question || (target.type === "checkbox" && !target.checked)) return;
  const apart = target.closest(".apart");
  for (const other of question.querySelectorAll("input")) {
    if (other === target || !(apart || other.closest(".apart"))) continue;
    if (other.type === "checkbox") other.checked = false;
    else if (other.type !== "radio") other.value = "";
  }
});

// A question is sent once; when its answer can't be had this way, the browser asks for it by itself.
document.addEventListener("htmx:beforeRequest", ({ target }) => target.querySelector(":scope.questionnaire > .bouton")?.setAttribute("aria-disabled", "true"));
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:swapError"]) {
  document.addEventListener(failure, ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
}
