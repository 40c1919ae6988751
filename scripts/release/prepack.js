"use strict";

// `npm pack` and `npm publish` in a checkout would take the sources, which are not what is published. npm runs this before
// `npm run pack` too, which makes what is.

if (["pack", "publish"].includes(process.env.npm_command)) {
  process.stderr.write(
    "What is published is made by `npm run pack`, which writes tarballs into target/tarballs.\n",
  );
  process.exitCode = 1;
}
