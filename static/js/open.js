// A scanned code stands after the # of the address: it is taken out of the address at once, and sent in the form.
(() => {
  const open = () => {
    const code = location.hash.slice(1);
    // A place on the page is no code.
    if (!code || document.getElementById(code)) return;
    history.replaceState(null, "", location.pathname + location.search);
    document.getElementById("id_code").value = code;
    document.getElementById("open").submit();
  };
  window.addEventListener("hashchange", open);
  open();
})();
