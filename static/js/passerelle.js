// Only comforts: every page works without. After a swap the reader is taken to the error, or to the new title.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "contenu") return;
  const goal = document.querySelector(".resume-erreur") || document.querySelector("h1");
  goal.tabIndex = -1;
  goal.focus({ preventScroll: !goal.matches(".resume-erreur") });
});

// "Copier" and "Imprimer" need a script: they are hidden until there is one, also after a swap.
const show = () => document.querySelectorAll("[data-copier], [data-imprimer]").forEach((button) => (button.hidden = false));
show();
document.addEventListener("htmx:afterSettle", show);
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copier], [data-imprimer]");
  if (!button) return;
  if ("imprimer" in button.dataset) return print();
  const field = document.getElementById(button.dataset.copier);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  button.closest("section").querySelector("[role=status]").textContent = "Lien copié";
});
