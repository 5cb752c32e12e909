// For the page around a frame of the questionnaire: the frame takes the height of what it shows. It sets and reads
// nothing else, and hears only this site.
(() => {
  const site = new URL(document.currentScript.src).origin;
  const frames = () => [...document.querySelectorAll("iframe")].filter(({ src }) => src.startsWith(`${site}/`));
  const begun = new WeakSet();
  addEventListener("message", ({ origin, source, data }) => {
    const { height, begins } = data?.passerelle ?? {};
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (origin !== site || !frame || !(height > 0)) return;
    frame.style.height = `${Math.min(height, 20000)}px`;
    // The button of a question is at its end: the next one is shown from its beginning.
    if (begins && begun.has(frame) && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    if (begins) begun.add(frame);
  });
  for (const frame of frames()) frame.contentWindow?.postMessage({ passerelle: "height" }, "*");
})();
