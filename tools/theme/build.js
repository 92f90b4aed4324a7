// Builds confide/web/static/built from confide/web/theme: one sheet of style, one script, the fonts
// and the mark. Each file's name holds the fingerprint of its bytes, so that a browser may keep it
// for ever and never shows an old one; names.json says which is which.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, inflateSync } from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const source = join(root, "confide", "web", "theme");
const built = join(root, "confide", "web", "static", "built");
const modules = join(root, "node_modules");

const FAMILIES = [
  { role: "text", family: "Atkinson Hyperlegible Next", folder: "atkinson-hyperlegible-next", weights: [400, 700] },
  { role: "heading", family: "Literata", folder: "literata", weights: [600] },
];
const ALPHABETS = ["latin", "latin-ext"];

// The greys and blues that govuk-frontend mixes from its own palette, which its settings do not reach.
const INSTEAD = {
  "#0b0c0c": "#2b2622",
  "#1d70b8": "#2f6244",
  "#858686": "#7d6f59",
  "#cecece": "#dfd3bd",
  "#d2e2f1": "#f1e8d6",
  "#f3f3f3": "#f1e8d6",
};

const names = {};
const kept = new Set(["names.json"]);

function keep(name, bytes) {
  const fingerprint = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const extension = extname(name);
  const full = `${basename(name, extension)}.${fingerprint}${extension}`;
  put(full, bytes);
  if ([".css", ".js", ".svg"].includes(extension)) put(`${full}.br`, brotliCompressSync(bytes));
  names[name] = full;
  return full;
}

function put(name, bytes) {
  writeFileSync(join(built, name), bytes);
  kept.add(name);
}

// What others made goes out with its licence: their files ask for no more than that.
function licences() {
  const fonts = FAMILIES.map(({ folder }) => join(modules, "@fontsource", folder, "LICENSE"));
  return Buffer.concat([join(source, "licences.txt"), ...fonts].map((path) => readFileSync(path)));
}

function fontFaces() {
  return FAMILIES.flatMap(({ role, family, folder, weights }) => {
    const home = join(modules, "@fontsource", folder);
    const ranges = JSON.parse(readFileSync(join(home, "unicode.json"), "utf8"));
    return weights.flatMap((weight) =>
      ALPHABETS.map((alphabet) => {
        const bytes = readFileSync(join(home, "files", `${folder}-${alphabet}-${weight}-normal.woff2`));
        const suffix = alphabet === "latin" ? "" : "-ext";
        const file = keep(`${role}-${weight}${suffix}.woff2`, bytes);
        return (
          `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
          `src:url("${file}") format("woff2");unicode-range:${ranges[alphabet]}}`
        );
      }),
    );
  }).join("");
}

// The same fonts for what is printed: the typesetter reads bare fonts only, and a .woff is one whose
// tables were squeezed each by itself. They are never served, so they are in no list of names.
function paperFonts() {
  for (const { role, folder, weights } of FAMILIES) {
    for (const [weight, alphabet] of weights.flatMap((each) => ALPHABETS.map((one) => [each, one]))) {
      const woff = readFileSync(join(modules, "@fontsource", folder, "files", `${folder}-${alphabet}-${weight}-normal.woff`));
      put(`${role}-${weight}-${alphabet}.ttf`, unsqueezed(woff));
    }
  }
}

function unsqueezed(woff) {
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, each) => 44 + 20 * each).map((at) => ({
    tag: woff.subarray(at, at + 4),
    squeezed: woff.subarray(woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 4) + woff.readUInt32BE(at + 8)),
    length: woff.readUInt32BE(at + 12),
    checksum: woff.subarray(at + 16, at + 20),
  }));
  const header = Buffer.alloc(12 + 16 * tables.length);
  const power = Math.floor(Math.log2(tables.length));
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(tables.length, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * (tables.length - 2 ** power), 10);
  const parts = [header];
  let place = header.length;
  tables.forEach(({ tag, squeezed, length, checksum }, each) => {
    const bytes = squeezed.length < length ? inflateSync(squeezed) : squeezed;
    tag.copy(header, 12 + 16 * each);
    checksum.copy(header, 16 + 16 * each);
    header.writeUInt32BE(place, 20 + 16 * each);
    header.writeUInt32BE(length, 24 + 16 * each);
    parts.push(bytes, Buffer.alloc(-length & 3));
    place += length + (-length & 3);
  });
  return Buffer.concat(parts);
}

function style() {
  const { css } = sass.compile(join(source, "theme.scss"), {
    style: "compressed",
    charset: false,
    loadPaths: [modules],
    quietDeps: true,
  });
  const ours = css.replace(/#[0-9a-f]{6}\b/g, (colour) => INSTEAD[colour] ?? colour);
  return Buffer.from(`/* ${names["licences.txt"]} */${fontFaces()}${ours}`);
}

function script() {
  const { outputFiles } = esbuild.buildSync({
    entryPoints: [join(source, "enhance.js")],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "none",
  });
  return Buffer.from(`/* ${names["licences.txt"]} */${outputFiles[0].text}`);
}

mkdirSync(built, { recursive: true });
keep("licences.txt", licences());
keep("mark.svg", readFileSync(join(source, "mark.svg")));
keep("theme.css", style());
keep("enhance.js", script());
paperFonts();
writeFileSync(join(built, "names.json"), `${JSON.stringify(names, null, 2)}\n`);
for (const file of readdirSync(built)) {
  if (!kept.has(file)) rmSync(join(built, file));
}
process.stdout.write(`The theme is built: ${Object.keys(names).length} files in confide/web/static/built.\n`);
