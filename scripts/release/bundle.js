"use strict";

// The JavaScript that is published: a file for each entry, with all that the entry needs, so that nothing is loaded
// later and nothing else has to be installed.
//
// The files stand where the entries stand in a checkout. That of the main entry holds the entry for older products as
// well, which shares the addon, the calls in flight and the classes of errors with it; `legacy.js` hands that on.

const { mkdirSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { dirname, join, posix, relative, sep } = require("node:path");

const esbuild = require("esbuild");

const { root } = require("../steps.js");
const { version } = require("../../package.json");

/** The entries that are bundled. */
const ENTRIES = ["index.js", "testing/index.js", "cli/index.js"];
/** Where the main entry's file keeps the entry for older products. */
const LEGACY = 'Symbol.for("hairtrigger.legacy")';

/** Writes the published files into a folder, and answers the paths of the sources that went into them. */
async function bundle(folder) {
  const sources = [];
  for (const entry of ENTRIES) {
    const { outputFiles, metafile } = await esbuild.build(optionsOf(entry, folder));
    sources.push(...Object.keys(metafile.inputs));
    for (const { path, text } of outputFiles)
      write(path, path.endsWith(".map") ? fromFolder(text, path) : text);
  }
  write(join(folder, "legacy.js"), legacyEntry());
  write(join(folder, "js", "unavailable.js"), read("js/unavailable.js"));
  return sources;
}

function optionsOf(entry, folder) {
  const isMain = entry === "index.js";
  const legacy = isMain
    ? `Object.defineProperty(exports, ${LEGACY}, { get: () => require("./legacy.js") });`
    : "";
  return {
    stdin: {
      contents: `${read(entry)}\n${legacy}`,
      sourcefile: entry,
      resolveDir: dirname(join(root, entry)),
    },
    absWorkingDir: root,
    outfile: join(folder, entry),
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    plugins: [leaveEntries(entry), leaveAddons, nameAreas, readVersion],
    // The stacks of the other two are nobody's but ours.
    sourcemap: isMain && "linked",
    logLevel: "warning",
  };
}

/** What another entry is asked for, it finds in that entry's file. */
function leaveEntries(own) {
  return {
    name: "entries",
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\/.*index\.js$/ }, ({ path, resolveDir }) => {
        const entry = fromRoot(join(resolveDir, path));
        if (entry === own || !ENTRIES.includes(entry)) return undefined;
        const way = posix.relative(posix.dirname(own), entry);
        return { path: way.startsWith(".") ? way : `./${way}`, external: true };
      });
    },
  };
}

/** Which addon there is shows when the package is loaded; a checkout's stands beside the main entry. */
const leaveAddons = {
  name: "addons",
  setup(build) {
    build.onResolve({ filter: /^hairtrigger-/ }, ({ path }) => ({ path, external: true }));
    build.onResolve({ filter: /\.node$/ }, () => ({ path: "./hairtrigger.node", external: true }));
  },
};

/** The files that testing/areas.js looks for in its folder, by their names. */
const nameAreas = {
  name: "areas",
  setup(build) {
    build.onLoad({ filter: /[/\\]testing[/\\]areas\.js$/ }, ({ path }) => {
      const files = readdirSync(path.replace(/\.js$/, "")).sort();
      const list = files.map((file) => `require("./areas/${file}")`);
      return { contents: `module.exports = [${list.join(", ")}].flat();` };
    });
  },
};

/** Of the manifest nothing is needed but the version. */
const readVersion = {
  name: "version",
  setup(build) {
    const filter = /[/\\]package\.json$/;
    build.onLoad({ filter }, ({ path }) =>
      path === join(root, "package.json")
        ? { contents: JSON.stringify({ version }), loader: "json" }
        : undefined,
    );
  },
};

/** Its names stand there for an `import` of Node.js, which runs nothing to find them. */
function legacyEntry() {
  const names = [...read("legacy.js").matchAll(/^exports\.(\w+) = /gm)].map(([, name]) => name);
  return `"use strict";

module.exports = require("./index.js")[${LEGACY}];

0 && (module.exports = { ${names.join(", ")} });
`;
}

/** A source map whose sources are named as they stand in a checkout. */
function fromFolder(text, path) {
  const map = JSON.parse(text);
  return JSON.stringify({
    ...map,
    sources: map.sources.map((source) => fromRoot(join(dirname(path), source))),
  });
}

function fromRoot(path) {
  return relative(root, path).split(sep).join("/");
}

function read(file) {
  return readFileSync(join(root, file), "utf8");
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

module.exports = { bundle };
