import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "dist/browser",
    lib: { entry: "browser.js", formats: ["iife"], name: "program", fileName: () => "browser.js" },
  },
});
