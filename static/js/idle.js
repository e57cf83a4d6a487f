// Asks five minutes before the answers are cleared, and leaves the page when they are. It goes by the clock: a computer
// that slept, or a tab in the background whose timers hardly run, catches up as soon as somebody looks.
(() => {
  const WARNING = 5 * 60 * 1000;
  const EVERY = 1000;
  const dialog = document.getElementById("idle");
  const failed = document.getElementById("idle-failed");
  const length = Number(dialog.dataset.seconds) * 1000;
  let end = Date.now() + length;

  // Hidden first: the next page may be long in coming.
  const leave = (go) => {
    document.documentElement.hidden = true;
    clearInterval(timer);
    go();
  };

  const look = () => {
    const left = end - Date.now();
    if (left <= 0) leave(() => location.replace(dialog.dataset.end));
    else if (left <= WARNING && !dialog.open) dialog.showModal();
  };

  const goOn = async () => {
    failed.hidden = true;
    try {
      const answer = await fetch(dialog.dataset.keep, { cache: "no-store" });
      // To the start: what was to be kept is gone.
      if (answer.redirected) end = 0;
      else if (answer.ok) {
        end = Date.now() + length;
        dialog.close();
      } else failed.hidden = false;
    } catch {
      failed.hidden = false;
    }
    look();
  };

  const timer = setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  document.getElementById("idle-keep").addEventListener("click", goOn);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    goOn();
  });
  // A page that Back brings out of the browser's memory may show what was cleared since.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leave(() => location.reload());
    else look();
  });
})();
