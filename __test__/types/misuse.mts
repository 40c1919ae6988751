// What must not compile. Every line under @ts-expect-error is one mistake.

import { TriggerClient, configure, envvars, runs, withAuth } from "hairtrigger";

// @ts-expect-error a number as id
runs.retrieve(7);
// @ts-expect-error a number as id
runs.cancel(7);
// @ts-expect-error no id at all
runs.cancel();
// @ts-expect-error an unknown filter
runs.list({ nope: 1 });
// @ts-expect-error an unknown filter of a project listing
runs.list("proj_1", { nope: 1 });
// @ts-expect-error env without a project
runs.list({ env: "prod" });
// @ts-expect-error several environments in one listing
runs.list("proj_1", { env: ["dev", "prod"] });
// @ts-expect-error parameters and request options in one object
runs.list({ limit: 1, signal: new AbortController().signal });
// @ts-expect-error an option of single calls in a scope
withAuth({ secretKey: "tr_dev_x", requestOptions: { dedupe: true } });
// @ts-expect-error a date as text
runs.list({ from: "2026-01-01" });
// @ts-expect-error an unknown option
runs.replay("run_1", { nope: 1 });
// @ts-expect-error delay missing
runs.reschedule("run_1", {});
// @ts-expect-error an unknown environment
envvars.list("proj_1", "production");
// @ts-expect-error value missing
envvars.update("proj_1", "dev", "A", {});
// @ts-expect-error value is a number
envvars.update("proj_1", "dev", "A", { value: 1 });
// @ts-expect-error an update cannot change whether it is a secret
envvars.update("proj_1", "dev", "A", { value: "1", isSecret: true });
// @ts-expect-error the form for running tasks
envvars.retrieve("NAME");
// @ts-expect-error the form for running tasks
envvars.list();
// @ts-expect-error variables that are no texts
envvars.upload("proj_1", "dev", { variables: { A: 1 } });
// @ts-expect-error an unknown key
configure({ token: "x" });
// @ts-expect-error strictness belongs to configure
new TriggerClient({ ambient: false });
// @ts-expect-error a token that may be undefined, under exactOptionalPropertyTypes
withAuth({ secretKey: process.env["MISSING"] });
// @ts-expect-error a bound client configures nothing
new TriggerClient().auth.configure;
// @ts-expect-error retry options of another library
runs.cancel("run_1", { retry: { retries: 3 } });
// @ts-expect-error clientConfig does not configure the process
runs.cancel("run_1", { clientConfig: { ambient: false } });
