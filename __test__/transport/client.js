"use strict";

const { withAuth } = require("hairtrigger");

/** A page with nothing on it, which answers runs.list. */
const PAGE = { data: [], pagination: {} };
/** Answers runs.cancel and runs.replay. */
const RUN = { id: "run_1" };

/** A client of a server, whose retries take no time. A call that would hang fails instead. */
function clientOf({ url }, more) {
  return withAuth({
    secretKey: "tr_dev_transport",
    baseURL: url,
    requestOptions: { retry: { minTimeoutInMs: 1, maxTimeoutInMs: 20 }, timeoutInMs: 4_000 },
    ...more,
  });
}

module.exports = { PAGE, RUN, clientOf };
