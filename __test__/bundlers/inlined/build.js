import { build } from "esbuild";

await build({
  entryPoints: ["server.js"],
  bundle: true,
  platform: "node",
  format: "esm",
  outdir: "dist",
  external: ["hairtrigger-*"],
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});
