import { build } from "esbuild";

await build({
  entryPoints: ["server.js"],
  bundle: true,
  platform: "node",
  format: "esm",
  outdir: "dist",
  external: ["hairtrigger"],
});

await build({
  entryPoints: ["browser.js"],
  bundle: true,
  platform: "browser",
  outdir: "dist",
});
