import { defineConfig } from "vitest/config";

export default defineConfig({
  // A page costs half a second a file: a test that needs one says so in its first line.
  test: { environment: "node", include: ["tests/**/*.test.ts"], testTimeout: 30_000 },
});
