// Runs a case in a worker thread: `in-thread.cjs <case>`.

const { pathToFileURL } = require("node:url");
const { Worker } = require("node:worker_threads");

const worker = new Worker(pathToFileURL(require.resolve(process.argv[2])));
worker.on("error", (error) => {
  console.error(error);
  process.exitCode = 1;
});
worker.on("exit", (code) => {
  if (code !== 0) process.exitCode = code;
});
