import { defineConfig } from 'vitest/config';

// Journeys through the real binary in a real browser: E2E_BINARY=…/appointments npm run e2e [-- FILE]
export default defineConfig({
  test: {
    include: ['e2e/journeys/**/*.e2e.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // One browser for each of the two, whatever the number of files.
    isolate: false,
    // Browsers on a busy machine now and then lose a race that no person could: once more, and the console says which.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
  },
});
