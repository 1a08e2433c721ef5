// node run.mjs ITERATIONS: set up once, then one iteration after another, as one virtual user does; prints what was counted.

import { readFileSync } from "node:fs";
import exec from "k6/execution";
import { counted } from "k6";
import { statuses } from "k6/http";

globalThis.__ENV = process.env;
globalThis.open = (name) => readFileSync(name, "utf8");
const script = await import("./checks.js");
const shared = script.setup();
for (let number = 0; number < Number(process.argv[2]); number += 1) {
  exec.scenario.iterationInTest = number;
  await script.default(shared);
}
console.log(JSON.stringify({ ...counted, statuses }));
