// Small comforts. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // One click sends one form. The button says that it works; coming back wakes it again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  const wake = () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  });
  window.addEventListener("pageshow", wake);
  document.addEventListener("htmx:after:request", wake);

  // Changing language or colours needs no second click.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form.switch");
    if (form) form.requestSubmit();
  });

  // Open menus close when attention goes elsewhere.
  const close = (but) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== but) menu.open = false;
  });
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    close(null);
    if (open) open.querySelector("summary").focus();
  });

  // On a narrow screen the tabs are one row that slides: the open one stands in its middle.
  document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
    const row = tab.closest("ul"), [a, b] = [tab, row].map((one) => one.getBoundingClientRect());
    row.scrollLeft += a.left - b.left - (b.width - a.width) / 2;
  });

  (document.querySelector("main [autofocus]") || document.getElementById("errors"))?.focus();
})();
