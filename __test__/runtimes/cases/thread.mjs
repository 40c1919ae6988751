// A thread that makes one call, in workers.mjs.

import { parentPort, workerData } from "node:worker_threads";
import { withAuth } from "hairtrigger";

const call = withAuth(workerData.config).runs.retrieve(workerData.runId);
parentPort.postMessage("called");
parentPort.postMessage((await call).id);
