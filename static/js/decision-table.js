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
  let byKeyboard = false;

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

  // How to find a control again after the table was drawn anew.
  const address = ({ id, name, value, type }) => {
    if (id) return `#${CSS.escape(id)}`;
    if (!name) return null;
    return `[name="${CSS.escape(name)}"]${["submit", "checkbox"].includes(type) ? `[value="${CSS.escape(value)}"]` : ""}`;
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
      const { focus, said: words } = page.firstElementChild.dataset;
      const goOn = focus ? `#${focus}` : address(document.activeElement);
      said.textContent = words;
      const scroll = body.querySelector(".decision-table-scroll").scrollLeft;
      body.replaceChildren(page);
      body.querySelector(".decision-table-scroll").scrollLeft = scroll;
      if (goOn) document.querySelector(goOn)?.focus();
    } catch {
      said.textContent = box.dataset.failed;
    } finally {
      body.removeAttribute("aria-busy");
    }
  };

  // The controls of a place are wrong as long as something is said there.
  const mark = (faults) => {
    const place = faults.id.replace("-faults", "");
    for (const control of body.querySelectorAll(`[name="${place}"], [name^="${place}-"]:is(select, input)`)) {
      control.setAttribute("aria-invalid", faults.childElementCount > 0);
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
        if (part.id.endsWith("-faults")) mark(part);
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
    const list = event.target;
    if (!list.matches("[data-reshapes], #id_per")) {
      if (list.id !== "new-column") soon();
    } else if (byKeyboard) {
      // The arrow keys pass by every fact on their way: it is chosen when the list is left.
      list.onblur = () => act("refresh");
    } else act("refresh");
  });
  form.addEventListener("keydown", () => (byKeyboard = true), true);
  form.addEventListener("pointerdown", () => (byKeyboard = false), true);
  form.addEventListener("input", soon);
})();
