"use strict";

// `npm pack` and `npm publish` in a checkout would take the sources, which are not what is published.

process.stderr.write(
  "What is published is made by `npm run pack`, which writes tarballs into target/tarballs.\n",
);
process.exitCode = 1;
