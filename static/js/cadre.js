// In a frame: tells the page around how high this one is, and that a page begins. Nothing else, and nothing of answers.
const tell = (begins = false) => parent.postMessage({ passerelle: { height: document.documentElement.offsetHeight, begins } }, "*");
new ResizeObserver(() => tell()).observe(document.documentElement);
document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "contenu" && tell(true));
addEventListener("message", ({ data }) => data?.passerelle === "height" && tell());
tell(true);
