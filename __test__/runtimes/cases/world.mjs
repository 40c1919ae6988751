// What every case finds: the servers of this run of the suite, and what they know.

import process from "node:process";
import { isMainThread } from "node:worker_threads";

/** `plain` and `secure`, each with a `config`; see ../world.js. */
export const { plain, secure } = JSON.parse(process.env.HAIRTRIGGER_WORLD);

/** Says that everything the case is about works, and where; the process has to end by itself after it. */
export function works() {
  const { bun, deno, node } = process.versions;
  console.log(`works in ${bun ?? deno ?? node}, ${isMainThread ? "main thread" : "worker thread"}`);
}

/** What a promise rejects with. */
export async function rejection(promise) {
  const outcome = await promise.then(
    () => undefined,
    (error) => ({ error }),
  );
  if (outcome === undefined) throw new Error("the call was expected to reject");
  return outcome.error;
}
