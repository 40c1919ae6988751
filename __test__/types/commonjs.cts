// The same typings from CommonJS.

import hairtrigger = require("hairtrigger");

const client: hairtrigger.TriggerClient = hairtrigger.withAuth({ secretKey: "tr_dev_x" });
const variables: Promise<hairtrigger.EnvironmentVariable[]> = client.envvars.list("proj_1", "dev");
void variables;
