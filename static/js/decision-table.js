// The decision table without reloading the page. The server draws it; without this script, the buttons reload it.
(() => {
  const box = document.getElementById("decision-table");
  const body = document.getElementById("decision-table-body");
  if (!body) return;
  const form = box.closest("form");
  const said = document.getElementById("decision-table-said");
  let queue = Promise.resolve();
  let timer;
  let newest = 0;

  const typed = () => new URLSearchParams(new FormData(form)).toString();

  const drawn = async (fields, action) => {
    const answer = await fetch(box.dataset.preview, {
      method: "POST",
      body: new URLSearchParams([...new URLSearchParams(fields), ["table-do", action]]),
    });
    // A redirect leads to the sign-in page.
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    return template.content;
  };

  // A button or another fact: the table is drawn anew. What was typed meanwhile is sent again, so nothing is lost.
  const reshape = async (action) => {
    newest += 1;
    body.setAttribute("aria-busy", "true");
    try {
      let fields, page;
      do {
        fields = typed();
        page = await drawn(fields, action);
      } while (fields !== typed());
      const focus = page.firstElementChild.dataset.focus || document.activeElement.id;
      said.textContent = page.firstElementChild.dataset.said;
      const scroll = body.querySelector(".decision-table-scroll").scrollLeft;
      body.replaceChildren(page);
      body.querySelector(".decision-table-scroll").scrollLeft = scroll;
      document.getElementById(focus)?.focus();
    } catch {
      said.textContent = box.dataset.failed;
    } finally {
      body.removeAttribute("aria-busy");
    }
  };

  // While somebody types: only the words, the faults and the findings follow, the controls stay as they are.
  const follow = async () => {
    const mine = (newest += 1);
    try {
      const page = await drawn(typed(), "follow");
      if (mine !== newest) return;
      for (const part of body.querySelectorAll("[data-follows]")) {
        part.replaceChildren(...(page.getElementById(part.id)?.childNodes ?? []));
      }
    } catch {
      said.textContent = box.dataset.failed;
    }
  };

  const act = (action) => {
    clearTimeout(timer);
    queue = queue.then(() => reshape(action));
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (queue = queue.then(follow)), 300);
  };

  box.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=table-do]");
    if (!button) return;
    event.preventDefault();
    act(button.value);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-reshapes], #id_per")) act("refresh");
    else if (event.target.id !== "new-column") soon();
  });
  form.addEventListener("input", soon);
  box.classList.add("is-live");
})();
