// Everything works without this file; with it a few things are more comfortable. It
// stores nothing, builds no HTML from text, and sends nothing but the idle lock's own two requests.
import { CharacterCount, ErrorSummary, FileUpload, PasswordInput, SkipLink, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of [CharacterCount, ErrorSummary, FileUpload, PasswordInput, SkipLink]) {
  createAll(Component);
}

// A browser holds on to what was sent to make a page, so as to send it again when the page is asked
// for anew. Said to be the same page at the same address, it holds the address alone.
history.replaceState(null, "");

// *Exit this page*: what is shown and typed is gone from the tab before anything is asked for, and
// the page's place in the history is taken by the one it leads to. Three times Shift does the same.
const exit = document.querySelector("[data-exit]");
if (exit) {
  const leave = () => {
    document.body.replaceChildren();
    location.replace(exit.href);
  };
  let presses = 0;
  let alone = false;
  let forgotten;
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  // Shift counts when it is let go and nothing was typed with it.
  addEventListener("keydown", (event) => {
    alone = event.key === "Shift";
    presses = alone ? presses : 0;
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    clearTimeout(forgotten);
    forgotten = setTimeout(() => (presses = 0), 5_000);
    presses += 1;
    if (presses === 3) leave();
  });
  // A browser may keep a page that was left, as it stood, to be quick at going back to it.
  addEventListener("pagehide", () => (document.body.hidden = true));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

// Files that are more than we take are told of before anything is sent: nothing typed is lost on the way.
for (const input of document.querySelectorAll("[data-limit]")) {
  const group = input.closest(".govuk-form-group");
  const said = document.createElement("p");
  said.className = "govuk-error-message";
  said.tabIndex = -1;
  said.hidden = true;
  said.setAttribute("role", "alert");
  group.append(said);
  const tooMuch = () => {
    const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
    const { limit, most, tooLarge, tooMany } = input.dataset;
    said.textContent = input.files.length > most ? tooMany : bytes > limit ? tooLarge : "";
    said.hidden = said.textContent === "";
    group.classList.toggle("govuk-form-group--error", !said.hidden);
    return !said.hidden;
  };
  input.addEventListener("change", tooMuch);
  input.form.addEventListener("submit", (event) => {
    if (!tooMuch()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    said.focus();
  });
}

// Pressed twice, a form is sent once. What was stopped on a bad line is sent by a press ten seconds
// later: should the first have come through, it is taken once all the same. What is missing in it
// the page says better than a browser.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    else setTimeout(() => (sent = false), 10_000);
    sent = true;
  });
}

// Every other form too, but with another of its buttons at once: in danger nobody waits.
for (const form of document.querySelectorAll("form[method=post]:not([data-once])")) {
  let pressed;
  form.addEventListener("submit", (event) => {
    if (event.submitter === pressed) {
      event.preventDefault();
      return;
    }
    pressed = event.submitter;
    setTimeout(() => (pressed = undefined), 10_000);
  });
}

// While somebody types their browser does a small piece of work (`vault/toil.py`), so that a flood which
// did none keeps nobody out who did. Sent before it is done, the form is taken as without a script.
const work = async (field) => {
  const letters = new TextEncoder();
  for (let first = 0; ; first += 64) {
    const tries = Array.from({ length: 64 }, (_, number) => `${first + number}`);
    const sums = await Promise.all(
      tries.map((each) => crypto.subtle.digest("SHA-256", letters.encode(`${field.dataset.task}.${each}`))),
    );
    const found = sums.findIndex((sum) => Math.clz32(new DataView(sum).getUint32(0)) >= field.dataset.bits);
    if (found >= 0) {
      field.value = tries[found];
      return;
    }
  }
};
for (const field of document.querySelectorAll("[data-task]")) {
  if (crypto.subtle) work(field);
}

for (const field of document.querySelectorAll("[data-script]")) {
  field.value = "yes";
  field.form.noValidate = true;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const folded = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();

// <div data-filter="list" hidden> with an input and an element [data-filter-count] inside; the rows
// are the children of the element with that id, and are hidden while they lack what is typed.
for (const box of document.querySelectorAll("[data-filter]")) {
  const rows = [...document.getElementById(box.dataset.filter).children];
  const input = box.querySelector("input");
  const count = box.querySelector("[data-filter-count]");
  const texts = rows.map((row) => folded(row.textContent));
  box.hidden = false;
  input.addEventListener("input", () => {
    const words = folded(input.value).split(/\s+/);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !words.every((word) => texts[number].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = input.value ? `${shown} / ${rows.length}` : "";
  });
}

// An idle officer's page is covered where it stands, with what was being typed still in it, and the
// passphrase uncovers it. Working in one tab keeps the others awake. Without this file the server's
// own lock does the same at the next click.
const cover = document.getElementById("idle-lock");
if (cover) {
  const form = cover.querySelector("form");
  const wrong = cover.querySelector("[data-wrong]");
  const tabs = new BroadcastChannel("confide-at-work");
  const allowed = Number(cover.dataset.minutes) * 60_000;
  let last = Date.now();
  let locked = false;
  const post = (address, body) =>
    fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  const lock = () => {
    locked = true;
    form.reset();
    wrong.hidden = true;
    document.body.classList.add("locked");
    cover.showModal();
  };
  const look = () => locked || (Date.now() - last >= allowed && lock());
  const work = () => {
    look();
    if (!locked && Date.now() - last > 1000) {
      last = Date.now();
      tabs.postMessage(last);
    }
  };
  tabs.addEventListener("message", (event) => {
    last = Math.max(last, event.data);
  });
  for (const kind of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(kind, work, { passive: true, capture: true });
  }
  // A laptop that slept has no timers to tell of it.
  addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  setInterval(look, 5_000);
  // A browser lets Esc close what a page wants open; so it is opened again until it is unlocked.
  cover.addEventListener("close", () => locked && cover.showModal());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    // Whoever may be signed in by now is signed out first: otherwise their session, and not the
    // passphrase, would be the answer.
    const out = await post("/lock/");
    const answer = out && (await post("/", body));
    wrong.hidden = answer?.type === "opaqueredirect";
    if (wrong.hidden) {
      locked = false;
      last = Date.now();
      form.reset();
      document.body.classList.remove("locked");
      cover.close();
    }
  });
}
