// Only comforts: every form of the workshop works without. No polling, nothing kept but the answers of "Essayer".
const spoken = document.createElement("p");
spoken.className = "visually-hidden";
spoken.setAttribute("role", "status");
document.addEventListener("DOMContentLoaded", () => document.body.append(spoken));

const PLACE = 'input[name$="-position"]';

// --- Fields a choice asks for: the others are put away while they are empty ---
const isEmpty = (row) =>
  [...row.querySelectorAll("input:not([type=hidden]), select, textarea")].every((field) => !field.value || field.inputMode === "decimal" || field.type === "checkbox" || field.matches(PLACE));
const showAsked = (choice) => {
  for (const [name, values] of Object.entries(JSON.parse(choice.dataset.shows))) {
    const row = choice.form.querySelector(`.form-row.field-${name}`);
    if (!row) continue;
    const isAsked = values.includes(choice.value);
    row.hidden = !isAsked && !row.matches(".errors") && isEmpty(row);
  }
};
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-shows]").forEach(showAsked));
document.addEventListener("change", ({ target }) => target.matches("[data-shows]") && showAsked(target));

// --- Rows put in order, by dragging or with two buttons: they write into the same field as people without a script ---
const rowOf = (field) => field.closest("#result_list tbody tr, tr.form-row, .inline-related");
const isBlank = (row) => row.matches("tr.form-row:not(.has_original), .inline-related:not(.has_original)") && isEmpty(row);
const rowsBeside = (row) =>
  [...row.parentElement.children].filter((other) => other.querySelector(PLACE) && other.tagName === row.tagName && !other.matches(".empty-form") && (other === row || !isBlank(other)));
const nameOf = (row) => (row.querySelector("th, .original p, td:not(.original), .inline_label")?.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60) || "cette ligne";

const renumber = (rows) => {
  let last = -1;
  const places = rows.map((row) => Number(row.querySelector(PLACE).value) || 0).sort((one, other) => one - other);
  rows.forEach((row, index) => {
    last = Math.max(places[index], last + 1);
    const field = row.querySelector(PLACE);
    if (field.value === String(last)) return;
    field.value = last;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
};
const settle = (row) => {
  const rows = rowsBeside(row);
  renumber(rows);
  spoken.textContent = `Place ${rows.indexOf(row) + 1} sur ${rows.length}. À enregistrer.`;
};
const move = (row, step) => {
  const rows = rowsBeside(row);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  settle(row);
};
const button = (words, sign, row, step) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "ordre";
  made.textContent = sign;
  made.setAttribute("aria-label", `${words} : ${nameOf(row)}`);
  made.addEventListener("click", () => {
    move(row, step);
    made.focus();
  });
  return made;
};
let dragged = null;
const makeMovable = (row) => {
  const field = row.querySelector(PLACE);
  if (!field || field.type === "hidden" || row.matches(".empty-form") || row.querySelector("button.ordre")) return;
  const handle = document.createElement("span");
  handle.className = "poignee";
  handle.textContent = "⠿";
  handle.title = "Glisser pour changer l’ordre";
  handle.setAttribute("aria-hidden", "true");
  handle.draggable = true;
  handle.addEventListener("dragstart", ({ dataTransfer }) => {
    dragged = row;
    dataTransfer.effectAllowed = "move";
    dataTransfer.setData("text/plain", "");
    dataTransfer.setDragImage(row, 0, 0);
    row.classList.add("glisse");
  });
  handle.addEventListener("dragend", () => {
    row.classList.remove("glisse");
    dragged = null;
  });
  row.addEventListener("dragover", (event) => {
    if (!dragged || dragged === row || dragged.parentElement !== row.parentElement) return;
    event.preventDefault();
    const { top, height } = row.getBoundingClientRect();
    if (event.clientY < top + height / 2) row.before(dragged);
    else row.after(dragged);
  });
  row.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    settle(dragged);
  });
  field.after(button("Monter", "↑", row, -1), button("Descendre", "↓", row, 1), handle);
};
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(PLACE).forEach((field) => rowOf(field) && makeMovable(rowOf(field))));
document.addEventListener("formset:added", ({ target }) => {
  htmx.process(target);
  const field = target.querySelector(PLACE);
  if (!field) return;
  makeMovable(target);
  const others = rowsBeside(target).filter((row) => row !== target);
  field.value = Math.max(-1, ...others.map((row) => Number(row.querySelector(PLACE).value) || 0)) + 1;
});

// Django's tables and lists one searches in, named for those who hear the page.
const nameSearched = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling;
    const words = select.getAttribute("aria-label") || document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(/ ?:\s*$/, "").trim();
    if (!box?.matches(".select2-container") || !words) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=searchbox], [role=textbox], input")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", words);
    }
    box.querySelectorAll("ul.select2-selection__rendered").forEach((list) => list.setAttribute("role", "presentation"));
  }
};
addEventListener("load", () => window.django?.jQuery(nameSearched)); // after Django has made them
document.addEventListener("formset:added", () => setTimeout(nameSearched));
document.addEventListener("DOMContentLoaded", () => {
  for (const head of document.querySelectorAll(".tabular th:empty")) head.innerHTML = '<span class="visually-hidden">Ligne</span>';
});

// Lists one searches in tell jQuery only that they changed.
document.addEventListener("DOMContentLoaded", () => {
  window.django?.jQuery(document).on("select2:select select2:unselect", ({ target }) => target.dispatchEvent(new Event("input", { bubbles: true })));
});

// --- Sessions: said before they end, and asked about before a form that was open for long is sent ---
const LATE = 10 * 60_000;
const OLD = 5 * 60_000;
const LARGEST = 2_400_000; // bytes, what the server reads of a form
document.addEventListener("DOMContentLoaded", () => {
  const notice = document.querySelector("[data-session-ends]");
  if (!notice) return;
  const { sessionUrl, loginUrl } = notice.dataset;
  const opened = Date.now();
  let ends = Number(notice.dataset.sessionEnds);
  // Another page of the workshop, opened since, has made the session longer for this one too.
  const told = new BroadcastChannel("atelier-session");
  told.postMessage(ends);
  told.addEventListener("message", ({ data }) => (ends = Math.max(ends, Number(data) || 0)));

  const say = (words, link) => {
    if (notice.dataset.said === words) return;
    notice.dataset.said = words;
    notice.textContent = `${words} `;
    if (link) {
      const login = document.createElement("a");
      login.href = loginUrl;
      login.target = "_blank";
      login.rel = "noopener";
      login.textContent = link;
      notice.append(login);
    }
    notice.hidden = false;
  };
  const ENDED = "Votre session est terminée. Ce que vous avez écrit est encore ici : ne fermez pas cette page.";
  const look = () => {
    const hour = new Date(ends).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    if (Date.now() >= ends) say(ENDED, "Se reconnecter dans un nouvel onglet");
    else if (Date.now() >= ends - LATE) say(`Votre session se termine à ${hour}. Enregistrez avant, ou`, "prolongez-la dans un nouvel onglet");
    else notice.hidden = true;
  };
  setInterval(look, 15_000);
  look();

  for (const form of document.querySelectorAll("#content-main form[method=post]")) {
    let isAsked = false;
    form.addEventListener("submit", async (event) => {
      if (isAsked) return;
      const size = [...new FormData(form).values()].reduce((sum, value) => sum + new Blob([value]).size, 0);
      if (size > LARGEST) {
        event.preventDefault();
        say("Cette page est trop longue pour être enregistrée. Raccourcissez le texte : rien n’est perdu.");
        return notice.scrollIntoView();
      }
      if (Date.now() - opened < OLD) return;
      event.preventDefault();
      const { submitter } = event;
      try {
        const answer = await fetch(sessionUrl, { headers: { Accept: "application/json" } });
        if (answer.status >= 500) throw answer;
        if (answer.redirected || !answer.ok) {
          ends = Math.min(ends, Date.now());
          look();
          return notice.scrollIntoView();
        }
        form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
      } catch {
        say("Le serveur ne répond pas. Rien n’est perdu : réessayez dans un instant.");
        return notice.scrollIntoView();
      }
      isAsked = true;
      form.requestSubmit(submitter);
    });
  }
});

// --- "Essayer" keeps its answers from one saved form to the next, as long as the tab is open ---
addEventListener("load", () => {
  const form = document.querySelector("form.essai"); // by now htmx knows it
  if (!form) return;
  const key = `essai ${form.getAttribute("action")}`;
  const kept = new URLSearchParams(location.pathname === form.getAttribute("action") ? "" : sessionStorage.getItem(key) || "");
  for (const field of form.elements) {
    if (!kept.has(field.name)) continue;
    if (field.type === "checkbox") field.checked = kept.getAll(field.name).includes(field.value);
    else field.value = kept.get(field.name);
  }
  if ([...kept.values()].some(Boolean)) htmx.trigger(form, "input");
  form.addEventListener("input", () => sessionStorage.setItem(key, new URLSearchParams(new FormData(form))));
});

// Leaving a page cuts its requests short, which is no fault to tell of.
const running = new Set();
document.addEventListener("htmx:beforeRequest", ({ detail }) => running.add(detail.xhr));
document.addEventListener("htmx:afterRequest", ({ detail }) => running.delete(detail.xhr));
addEventListener("beforeunload", () => running.forEach((request) => (request.onabort = request.onerror = null)));
