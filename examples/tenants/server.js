"use strict";

// `node examples/tenants/server.js`: the service, on an embedded imitation of the Trigger.dev API. Set PORT to
// choose the port, and TRIGGER_API_URL to connect customers of a real server. Base URLs that customers fill in must
// be public; CUSTOMER_NETWORK=any lets them name servers of your own network, the embedded one included.

const { createService } = require("./service.js");
const { seed } = require("./seeds.js");
const { Tenants } = require("./tenants.js");

async function main() {
  const { PORT = "3000", TRIGGER_API_URL, CUSTOMER_NETWORK: network = "public" } = process.env;
  const demo = TRIGGER_API_URL ? undefined : await seed();
  const baseURL = TRIGGER_API_URL ?? demo.url;
  const { server, stop } = createService({ tenants: new Tenants(), baseURL, network });
  await new Promise((resolve, reject) =>
    server.on("error", reject).listen(Number(PORT), "127.0.0.1", resolve),
  );

  console.log(`Open http://127.0.0.1:${server.address().port}/`);
  if (demo) console.table(demo.keys);
  console.log("Ctrl+C ends it");

  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await stop();
      await demo?.close();
      process.exit(0);
    });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
