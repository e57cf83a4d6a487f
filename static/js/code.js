// Copies the address of a code. Without this script it is copied by hand.
(() => {
  const address = document.getElementById("code-address");
  const copy = document.getElementById("code-copy");
  const said = document.getElementById("code-copied");

  // Browsers inside of other apps often refuse the newer way.
  const copied = async () => {
    try {
      await navigator.clipboard.writeText(address.value);
      return true;
    } catch {
      address.select();
      return document.execCommand("copy");
    }
  };

  copy.hidden = false;
  copy.addEventListener("click", async () => {
    said.textContent = (await copied()) ? said.dataset.copied : said.dataset.failed;
  });
})();
