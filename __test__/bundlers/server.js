// What every bundler bundles for a server: it prints the id of a run that it has asked for.

import { withAuth } from "hairtrigger";

const { config, runId } = JSON.parse(process.env.HAIRTRIGGER_WORLD).plain;
const run = await withAuth(config, (client) => client.runs.retrieve(runId));
console.log(run.id);
