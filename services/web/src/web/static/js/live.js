// Lights the dot of the inbox while a page is open. Every page shows the dot without this file too.
(() => {
  "use strict";
  let stream = null;
  const show = (event) => {
    const isNew = JSON.parse(event.data).new;
    document.querySelectorAll("[data-news]").forEach((dot) => { dot.hidden = !isNew; });
    // An inbox that was opened before shows that there is more, and never moves by itself.
    if (stream.heard && isNew) document.querySelectorAll("[data-news-more]").forEach((more) => { more.hidden = false; });
    stream.heard = true;
  };
  // A browser opens few connections to one host, so only the page in front holds one.
  const follow = () => {
    if (document.visibilityState === "visible" && !stream) {
      stream = new EventSource("/live");
      stream.addEventListener("news", show);
    } else if (document.visibilityState === "hidden" && stream) {
      stream.close();
      stream = null;
    }
  };
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", () => { stream?.close(); stream = null; });
  window.addEventListener("pageshow", follow);
  follow();
})();
