// The page for paper opens the browser's print window by itself; without JavaScript the browser's menu does it.
window.addEventListener("load", () => window.print());
