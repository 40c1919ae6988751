import { defineConfig } from "vite";

export default defineConfig({
  // Vite leaves packages out of a server's bundle by itself, unless noExternal says otherwise, as here.
  ssr: { noExternal: true, external: ["hairtrigger"] },
  build: { target: "node20" },
});
