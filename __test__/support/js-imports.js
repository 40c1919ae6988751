"use strict";

// Which rooms of a JavaScript folder import which: from `require` with a path.

const { readFileSync, readdirSync } = require("node:fs");
const { dirname, join, posix } = require("node:path");

/** The files of a folder, `{ "server/listener.js": text }`. */
function scriptsOf(folder) {
  const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  const files = names.filter((name) => name.endsWith(".js"));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** The arrows between rooms, each `{ from, to, file }`; a file at the top is a room of its own. */
function arrowsBetweenScripts(files) {
  return Object.entries(files).flatMap(([file, text]) => {
    const paths = [...text.matchAll(/\brequire\("(\.[^"]+)"\)/g)].map(([, path]) =>
      posix.join(dirname(file), path),
    );
    const rooms = new Set(paths.filter((path) => !path.startsWith("..")).map(roomOfScript));
    const from = roomOfScript(file);
    return [...rooms].filter((to) => to !== from).map((to) => ({ from, to, file }));
  });
}

function roomOfScript(name) {
  return name.split("/")[0].replace(/\.js$/, "");
}

module.exports = { arrowsBetweenScripts, roomOfScript, scriptsOf };
