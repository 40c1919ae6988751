"use strict";

// The JavaScript that is published: a file for each entry with all that the entry needs, so that nothing is loaded
// later and nothing else has to be installed.
//
// The files stand where the entries stand in a checkout. The main entry and the one for older products share a file,
// js/bundle.js, and so the addon, the calls in flight and the classes of errors. What they have at their own places names
// what they export and nothing else: an `import` of Node.js looks through the text of the file it is given for such
// names, which takes longer than to run it.

const { mkdirSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { dirname, join, posix, relative, sep } = require("node:path");

const esbuild = require("esbuild");

const { root } = require("../steps.js");
const { version } = require("../../package.json");

/** What both entries of js/bundle.js become in it; that for older products is not run before it is asked for. */
const PARTS = `
  exports.main = require("./index.js");
  Object.defineProperty(exports, "legacy", { get: () => require("./legacy.js") });`;
/** What becomes a file each: where it stands, and the text that it is made of. */
const BUNDLES = {
  "js/bundle.js": { contents: PARTS, resolveDir: root },
  "testing/index.js": { contents: read("testing/index.js"), resolveDir: join(root, "testing") },
  "cli/index.js": { contents: read("cli/index.js"), resolveDir: join(root, "cli") },
};
/** The entries that others ask for, and find beside themselves. */
const ENTRIES = ["index.js", "testing/index.js"];

/** Writes the published files into a folder, and answers the paths of the sources that went into them. */
async function bundle(folder) {
  const sources = [];
  for (const [file, source] of Object.entries(BUNDLES)) {
    const { outputFiles, metafile } = await esbuild.build(optionsOf(file, source, folder));
    sources.push(...Object.keys(metafile.inputs));
    for (const { path, text } of outputFiles)
      write(path, path.endsWith(".map") ? asInCheckout(text, path, folder) : text);
  }
  write(join(folder, "index.js"), entry("main", "index.js"));
  write(join(folder, "legacy.js"), entry("legacy", "legacy.js"));
  write(join(folder, "js", "unavailable.js"), read("js/unavailable.js"));
  return sources;
}

function optionsOf(file, source, folder) {
  const isMain = file === "js/bundle.js";
  return {
    stdin: { ...source, sourcefile: file },
    absWorkingDir: root,
    outfile: join(folder, file),
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // A compiler reads each letter at every start; the names stay, for those who read a stack.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 120,
    plugins: [...(isMain ? [] : [leaveEntries(file)]), leaveAddons, nameAreas, readVersion],
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
    build.onResolve({ filter: /\.node$/ }, () => ({ path: "../hairtrigger.node", external: true }));
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

/** What stands at the place of an entry: its part of the bundle, and the names. */
function entry(part, file) {
  const names = [...read(file).matchAll(/^exports\.(\w+) = /gm)].map(([, name]) => name);
  return `"use strict";

const { ${part} } = require("./js/bundle.js");

module.exports = ${part};

// For those who look for names without running anything.
0 && (module.exports = { ${names.join(", ")} });
`;
}

/** A source map whose sources are where they stand in a checkout, seen from where the map is in the folder. */
function asInCheckout(text, path, folder) {
  const map = JSON.parse(text);
  const way = relative(dirname(path), folder).split(sep).join("/");
  const sources = map.sources.map((source) => `${way}/${fromRoot(join(dirname(path), source))}`);
  return JSON.stringify({ ...map, sources });
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
