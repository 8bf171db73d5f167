// Compiles src/ into ../static/. The prefix of the base library is dropped, so that templates speak of `button` or
// `radios__item`, and its colours become our tokens: every var(--govuk-x-colour, #hex) reads var(--x).
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const TARGET = ["chrome80", "firefox78", "safari14.1"];

function report(path, text) {
  writeFileSync(new URL(path, import.meta.url), text);
  console.log(`${path} ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzipped`);
}

const compiled = sass.compile("src/main.scss", {
  loadPaths: ["node_modules/govuk-frontend/dist/govuk"],
  quietDeps: true,
});
const renamed = compiled.css
  .replace(/var\(--govuk-([a-z-]+)-colour, [^()]+\)/g, "var(--$1)")
  .replace(/govuk-/g, "");
const css = await esbuild.transform(renamed, { loader: "css", minify: true, target: TARGET });
report("../static/css/cper.css", css.code);

const js = await esbuild.build({
  entryPoints: ["src/cper.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: TARGET,
  write: false,
});
report("../static/js/cper.js", js.outputFiles[0].text);
