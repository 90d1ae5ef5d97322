import type { RolldownOptions } from "rolldown";

const options: RolldownOptions = {
  input: "src/worker.ts",
  platform: "browser",
  output: { file: "dist/worker.js" },
};
export default options;
