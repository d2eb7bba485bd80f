// Copies what is served as it is: fonts, and axe for the browser tests. Names are fixed, so a rebuild is byte-equal.
import { copyFileSync, mkdirSync } from "node:fs";

const from = (path) => `node_modules/${path}`;
const files = [
  ["@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2", "static/portal/fonts/noto-sans-400.woff2"],
  ["@fontsource/noto-sans/files/noto-sans-latin-600-normal.woff2", "static/portal/fonts/noto-sans-600.woff2"],
  ["@fontsource/noto-sans-khmer/files/noto-sans-khmer-khmer-400-normal.woff2", "static/portal/fonts/noto-sans-khmer-400.woff2"],
  ["@fontsource/noto-sans-khmer/files/noto-sans-khmer-khmer-600-normal.woff2", "static/portal/fonts/noto-sans-khmer-600.woff2"],
  ["@fontsource/moul/files/moul-khmer-400-normal.woff2", "static/portal/fonts/moul.woff2"],
  ["axe-core/axe.min.js", "tests/vendor/axe.min.js"],
];

for (const folder of ["static/portal/fonts", "static/portal/img", "tests/vendor"]) mkdirSync(folder, { recursive: true });
for (const [source, target] of files) copyFileSync(from(source), target);
