// Keys for a counsellor beside a visitor, loaded only where they were asked for. They press what the page already has:
// nothing is sent by a mere choice, a field goes on taking what is typed, and a focused link or button keeps its own keys.
const DIGIT = /^(?:Digit|Numpad)(\d)$/; // by their place: on French keyboards the digits above the letters want Shift

const showKeys = () => {
  for (const help of document.querySelectorAll("[data-touches]")) help.hidden = false;
  for (const excuse of document.querySelectorAll("[data-sans-touches]")) excuse.hidden = true;
  for (const key of document.querySelectorAll(".option kbd")) {
    key.hidden = false;
    key.ariaHidden = "true"; // said by aria-keyshortcuts
    inputOf(key).setAttribute("aria-keyshortcuts", key.textContent);
  }
};
const inputOf = (key) => key.closest(".option").querySelector("input");
showKeys();
for (const shown of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(shown, showKeys);

const choose = (typed) => {
  const key = [...document.querySelectorAll(".option kbd")].find(({ textContent }) => textContent === typed);
  if (!key) return false;
  inputOf(key).focus();
  inputOf(key).click();
  return true;
};
const goOn = () => (document.querySelector(".questionnaire > .bouton") || document.querySelector("main .actions a.bouton")).click();
const goBack = () => document.querySelector(".marche a")?.click();

document.addEventListener("keydown", (event) => {
  const { key, code, target, defaultPrevented, isComposing, repeat } = event;
  if (defaultPrevented || isComposing || repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const number = document.querySelector(".nombre input");
  const isTyped = target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
  if (isTyped && target !== number) return;
  const digit = DIGIT.exec(code)?.[1];
  if (key === "Escape") goBack();
  else if (key === "Enter") {
    if (target.closest("a, button, summary")) return;
    event.preventDefault();
    goOn();
  } else if (number && digit) {
    if (target !== number) number.focus(); // and the digit is typed there
  } else if (choose(digit ?? key.toUpperCase())) event.preventDefault();
});
