// Words that were typed and not saved: kept for this person and this version of the form, offered, never put in.
(() => {
  "use strict";
  const { person, saved, zone } = document.documentElement.dataset;
  const LONGEST = 14 * 24 * 60 * 60 * 1000;
  const mine = `draft:${person}:`;
  const key = (form) => `${mine}${location.pathname}:${form.dataset.keep}`;
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const forget = (name) => { try { localStorage.removeItem(name); } catch { /* Storage may be off. */ } };
  const all = () => { try { return Object.keys(localStorage).filter((name) => name.startsWith("draft:")); } catch { return []; } };

  // Whoever else used this browser leaves nothing here; what was saved or is old goes, too.
  all().forEach((name) => {
    const draft = name.startsWith(mine) && read(name);
    if (!draft || !draft.fields || Date.now() - draft.at > LONGEST || (saved && draft.sent === saved)) forget(name);
  });

  // Everything that a person can fill in, as lists of answers by name. `initial` is what the page came with.
  const skipped = new Set(["hidden", "password", "file", "submit", "button"]);
  const answers = (form, initial = false) => {
    const found = {};
    for (const field of form.elements) {
      if (!field.name || skipped.has(field.type)) continue;
      const list = found[field.name] ??= [];
      if (field.type === "checkbox" || field.type === "radio") {
        if (initial ? field.defaultChecked : field.checked) list.push(field.value);
      } else if (field.tagName === "SELECT") {
        const chosen = [...field.options].filter((one) => (initial ? one.defaultSelected : one.selected));
        list.push(...(chosen.length ? chosen : [field.options[0]]).map((one) => one?.value ?? ""));
      } else list.push(initial ? field.defaultValue : field.value);
    }
    return found;
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const save = (form) => {
    const now = answers(form), before = answers(form, true);
    // After a refusal the page came with what was typed; all of it is still unsaved.
    const names = Object.keys(now).filter((name) => "refused" in form.dataset || !same(now[name], before[name]));
    let fields = Object.fromEntries(names.map((name) => [name, now[name]]));
    // Typing on without an answer to the offer loses neither: words of another version stay readable.
    const old = read(key(form)), edition = form.dataset.edition;
    const older = old && old.edition !== edition ? { ...old.older, ...old.fields } : old?.older;
    if (old?.edition === edition && waits(form)) fields = { ...old.fields, ...fields };
    if (!Object.keys(fields).length && !older) return forget(key(form));
    try { localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), edition, fields, older })); } catch { /* Storage may be full or off. */ }
  };
  const waits = (form) => form.previousElementSibling?.matches("[data-draft]:not([hidden])");
  const restore = (form, fields) => {
    for (const field of form.elements) {
      const wanted = fields[field.name];
      if (!wanted || skipped.has(field.type)) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
      else if (field.tagName === "SELECT") [...field.options].forEach((one) => { one.selected = wanted.includes(one.value); });
      else field.value = wanted[[...form.elements].filter((one) => one.name === field.name).indexOf(field)] ?? field.value;
    }
  };
  const label = (form, name) => {
    const field = [...form.elements].find((one) => one.name === name);
    return (field?.closest("fieldset")?.querySelector("legend") && field.type !== "text" ? field.closest("fieldset").querySelector("legend") : field?.labels?.[0])?.textContent.trim() ?? name;
  };

  const offer = (form) => {
    const draft = read(key(form)), box = form.previousElementSibling;
    if (!draft || !box?.matches("[data-draft]") || "refused" in form.dataset) return;
    const fits = draft.edition === form.dataset.edition, older = fits ? draft.older : { ...draft.older, ...draft.fields };
    if (fits && !older && Object.entries(draft.fields).every(([name, list]) => same(list, answers(form)[name]))) return forget(key(form));
    const at = new Date(draft.at), today = at.toDateString() === new Date().toDateString();
    const style = { hour: "2-digit", minute: "2-digit", hour12: false, ...(today ? {} : { weekday: "short", day: "numeric", month: "short" }) };
    const time = box.querySelector("[data-draft-time]");
    time.dateTime = at.toISOString();
    try { time.textContent = at.toLocaleString(document.documentElement.lang, { ...style, timeZone: zone }); } catch { time.textContent = at.toLocaleString(); }
    const done = () => { box.hidden = true; form.querySelector("input:not([type=hidden]), textarea, select")?.focus(); };
    const put = box.querySelector("[data-draft-restore]");
    put.hidden = !fits;
    put.addEventListener("click", () => { restore(form, draft.fields); done(); save(form); });
    box.querySelector("[data-draft-discard]").addEventListener("click", () => { forget(key(form)); done(); });
    if (older) {
      const words = box.querySelector("[data-draft-words]");
      box.querySelector("[data-draft-older]").hidden = words.hidden = false;
      Object.entries(older).forEach(([name, list]) => {
        const [term, text] = ["dt", "dd"].map((tag) => words.appendChild(document.createElement(tag)));
        term.textContent = label(form, name);
        text.textContent = list.join(", ");
      });
    }
    box.hidden = false;
  };

  const kept = "form[data-keep]";
  document.querySelectorAll(kept).forEach((form) => { if ("refused" in form.dataset) save(form); else offer(form); });
  ["input", "change"].forEach((kind) => document.addEventListener(kind, (event) => {
    const form = event.target.closest?.(kept);
    if (form) save(form);
  }));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (new URL(form.action).pathname === "/sign-out") return all().forEach(forget);
    const draft = form.matches(kept) && read(key(form)), sent = form.elements._key?.value;
    if (draft && sent) { try { localStorage.setItem(key(form), JSON.stringify({ ...draft, sent })); } catch { /* As above. */ } }
  });
})();
