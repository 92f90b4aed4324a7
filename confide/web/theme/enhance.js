// Everything works without this file; with it a few things are more comfortable. It sends nothing,
// stores nothing, and builds no HTML from text.
import { CharacterCount, ErrorSummary, FileUpload, PasswordInput, SkipLink, createAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of [CharacterCount, ErrorSummary, FileUpload, PasswordInput, SkipLink]) {
  createAll(Component);
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
