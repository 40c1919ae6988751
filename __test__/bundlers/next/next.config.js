export default {
  serverExternalPackages: ["hairtrigger"],
  // What a container gets: the files that the server was seen to need, the addon among them.
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
};
