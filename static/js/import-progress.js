// Asks how far the background work is, shows it, and loads the page again when it is done.
(() => {
  const box = document.querySelector("[data-import-progress]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-import-text]");
  const late = box.querySelector("[data-import-late]");

  const show = (state) => {
    bar.value = state.percent;
    if (text.textContent !== state.text) text.textContent = state.text;
    late.hidden = !state.is_late;
  };

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.importProgress, { redirect: "manual" });
      // No longer signed in: the page itself leads to the sign-in.
      if (answer.type === "opaqueredirect") return location.reload();
      if (answer.ok) {
        const state = await answer.json();
        if (state.is_done) return location.reload();
        show(state);
      }
    } catch {
      // Offline for a moment: ask again.
    }
    setTimeout(ask, 1500);
  };

  setTimeout(ask, 500);
})();
