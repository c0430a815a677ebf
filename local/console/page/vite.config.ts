import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const CONSOLE = process.env["CONSOLE_URL"] ?? "http://localhost:3000";

/** The console's page. `local/console/build-page.ts` builds it; `npm run console:dev` serves it while it is worked on. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  build: {
    target: "es2024",
    // Inlined files would be data: addresses, which the page's content security policy does not allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Sizes are told by a test; compressing them here would only take time.
    reportCompressedSize: false,
  },
  server: {
    // The console refuses what comes from another origin than its own.
    proxy: { "/console": { target: CONSOLE, changeOrigin: true, headers: { origin: CONSOLE } } },
  },
});
