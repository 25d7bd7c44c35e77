/* A review saves itself as a draft: two seconds after the last key, when the page is left, and
   every twenty seconds while something is unsaved. It never submits. */
const form = document.querySelector("form[data-autosave]");
const said = form?.querySelector("[data-said]");
const IGNORED = new Set(["csrfmiddlewaretoken", "version"]);
const SIGNED_OUT = "Not saved: you are signed out, or were in between. Save it by hand: what you typed is kept.";
const OFFLINE = "Not saved: there is no connection. What you typed is still here, and is tried again.";
const GONE = "Not saved: this review cannot be saved any more. Copy your text, then reload the page.";

const typed = () =>
  new URLSearchParams([...new FormData(form)].filter(([name]) => !IGNORED.has(name))).toString();

const start = () => {
  let saved = typed();
  let timer = 0;
  let running = null;
  let stopped = false;

  const say = (sentence) => { said.textContent = sentence; };
  const stop = (sentence) => { stopped = true; say(sentence); };

  const send = async (keepalive) => {
    const sent = typed();
    let answer;
    try {
      answer = await fetch(form.dataset.autosave, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive });
    } catch { return say(OFFLINE); }
    if (answer.status === 403) return say(SIGNED_OUT);
    const words = await answer.json().catch(() => null);
    if (answer.ok) {
      saved = sent;
      form.elements.version.value = words.version;
      say(words.said);
    } else if (answer.status === 400 && words) say(words.said);
    else if (answer.status < 500) stop(words ? words.said : GONE);
    else say(OFFLINE);
  };

  const save = (keepalive = false) => {
    clearTimeout(timer);
    if (stopped || running || typed() === saved) return;
    running = send(keepalive).finally(() => { running = null; });
  };

  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
  setInterval(save, 20000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  addEventListener("online", () => save());

  /* A save under way moves the version on: what is sent by hand waits for it. */
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!running) { stopped = true; return; }
    event.preventDefault();
    const { submitter } = event;
    await running;
    stopped = true;
    form.requestSubmit(submitter);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
};

if (form && said) start();
