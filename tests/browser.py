"""A real browser for tests: finds it, watches what goes wrong on a page, and checks accessibility with axe."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Faults:
    """What a page must not do: answer 400 or more, write errors (refusals by CSP are among them), ask other hosts."""

    host: str
    expected_statuses: set[int] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def expect(self, *statuses: int) -> None:
        """These statuses are what the test is about."""
        self.expected_statuses.update(statuses)

    def watch(self, page: Page) -> None:
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in ("", self.host):
            self.found.append(f"third party: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected_statuses:
            self.found.append(f"{response.status}: {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # A failed response is judged by its status, above.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")


def assert_accessible(page: Page, within: str = "html") -> None:
    """No violation of WCAG 2.2 AA or of good practice on the page as it stands, or within a part of it.

    The first page that a context opens is by far the slowest: look at many pages in one context.
    """
    # A click does not wait until the page that it leads to is whole.
    page.wait_for_load_state()
    _ensure_axe(page)
    # Stock pages of the admin import stylesheets, which axe would read by an inline style that their policy refuses.
    options = {
        "runOnly": {"type": "tag", "values": AXE_TAGS},
        "resultTypes": ["violations"],
        "preload": within == "html",
    }
    violations = page.evaluate(
        "([part, options]) => axe.run(part, options).then(result => result.violations)", [within, options]
    )
    assert not violations, f"{page.url}\n" + "\n".join(map(_in_words, violations))


# What is wrong with the layout of a page, in words. Links in the middle of a sentence may be as high as its line.
LAYOUT = """([target, points]) => {
  const said = element => element.outerHTML.slice(0, 160);
  const isSeen = element => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility() &&
      !element.closest(".skip-link, option, .visually-hidden");
  };
  const found = [];
  for (const fold of document.querySelectorAll("details:not([open])")) {
    if (points) found.push(`folded: ${said(fold)}`);
    fold.open = true;
  }
  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) found.push(`scrolls sideways: ${width} px`);

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pointsOf = element => parseFloat(getComputedStyle(element).fontSize) * 0.75;
  if (pointsOf(document.querySelector("main")) < points - 0.01) found.push("the text is not as large as chosen");
  while (points && texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const own = pointsOf(element);
    if (own < 17.99 && texts.currentNode.data.trim() && isSeen(element)) found.push(`${own} points: ${said(element)}`);
  }

  const controls = [...document.querySelectorAll("a[href], button, summary, input, textarea")].filter(isSeen);
  for (const control of controls) {
    const area = control.matches("[type=radio], [type=checkbox]") ? control.labels[0] : control;
    const box = area.getBoundingClientRect();
    if (getComputedStyle(area).display !== "inline" && Math.min(box.width, box.height) < target - 0.5)
      found.push(`${box.width} × ${box.height}: ${said(area)}`);

    control.focus();
    const [{ left, top, right, bottom }] = control.getClientRects();
    const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!middle || !(control.contains(middle) || area.contains(middle) || middle.contains(control)))
      found.push(`hidden with the focus: ${said(control)}`);
  }
  return found;
}"""


def assert_fits(page: Page, target: int = 44, points: int = 0) -> None:
    """Nothing to scroll sideways for, every target as many pixels wide and high, and whatever has the focus is seen.

    `points`: the size of the text of 长者版, where nothing is folded and all text has 18 of them. Opens what is folded.
    """
    found = page.evaluate(LAYOUT, [target, points])
    assert not found, f"{page.url}\n" + "\n".join(found)


def _ensure_axe(page: Page) -> None:
    """The page has axe, and so will all that its context opens from now on."""
    if not page.evaluate("typeof axe === 'object'"):
        axe = AXE.read_text(encoding="utf-8")
        page.context.add_init_script(axe)
        page.evaluate(axe)


def _in_words(violation: dict[str, Any]) -> str:
    nodes = "\n".join(f"    {node['html']}\n    {node['failureSummary']}" for node in violation["nodes"])
    return f"  {violation['id']}: {violation['help']}\n{nodes}"
