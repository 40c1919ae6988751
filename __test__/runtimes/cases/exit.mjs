// `process.exit` with calls in flight ends at once

import process from "node:process";
import { withAuth } from "hairtrigger";
import { plain, works } from "./world.mjs";

const { runs } = withAuth(plain.config);
for (let index = 0; index < 50; index += 1) runs.retrieve(plain.hanging).catch(() => {});
await runs.retrieve(plain.runId);
works();
process.exit(0);
