// a call in flight keeps the process alive, an idle client does not

const { withAuth } = require("hairtrigger");

import("./world.mjs").then(({ plain, works }) => {
  // Nothing waits for it but the process.
  withAuth(plain.config).runs.list().then(works);
});
