// Everything works without this file; with it a few things are more comfortable. It
// stores nothing, builds no HTML from text, and sends nothing but the idle lock's own two requests.
import { CharacterCount, ErrorSummary, FileUpload, PasswordInput, SkipLink, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of [CharacterCount, ErrorSummary, FileUpload, PasswordInput, SkipLink]) {
  createAll(Component);
}

// A browser keeps what was sent to make a page, so as to show the page again after a restart. Said to
// be the same page at the same address, it keeps the address alone.
history.replaceState(null, "");

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

// An idle officer's page locks on the server and is covered where it stands, with what was being
// typed still in it; the passphrase uncovers it. Without this file the server's own lock does the
// same at the next click.
const cover = document.getElementById("idle-lock");
if (cover) {
  const form = cover.querySelector("form");
  const wrong = cover.querySelector("[data-wrong]");
  let timer;
  const lock = () => {
    fetch("/lock/", { method: "POST", redirect: "manual" }).catch(() => {});
    form.reset();
    wrong.hidden = true;
    cover.showModal();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(lock, Number(cover.dataset.minutes) * 60_000);
  };
  for (const kind of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(kind, () => cover.open || wait(), { passive: true });
  }
  cover.addEventListener("cancel", (event) => event.preventDefault());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch("/", { method: "POST", body, redirect: "manual" }).catch(() => null);
    wrong.hidden = answer?.type === "opaqueredirect";
    if (wrong.hidden) {
      form.reset();
      cover.close();
      wait();
    }
  });
  wait();
}
