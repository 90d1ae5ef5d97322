// What comes before the site is rendered: everything that it shows is checked, so that nothing wrong
// is published, and the doc comments of the packages are read.
import { checkSnippets } from "./check-snippets.ts";
import { writeApi } from "./write-api.ts";

const start = performance.now();
const [snippets] = await Promise.all([checkSnippets(), writeApi()]);
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(
  `${snippets} snippets of the reference compile, and those of docs/snippets, in ${seconds} s`,
);
