export default [
  {
    entry: "./server.js",
    target: "node20",
    mode: "production",
    experiments: { outputModule: true },
    output: { filename: "server.mjs", module: true },
    externals: { hairtrigger: "module hairtrigger" },
  },
  {
    entry: "./browser.js",
    target: "web",
    mode: "production",
    output: { filename: "browser.js" },
  },
];
