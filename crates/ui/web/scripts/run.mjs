// Runs a TypeScript file that shares the journeys' means: node scripts/run.mjs e2e/screenshots.ts
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const file = process.argv[2];
if (!file) throw new Error('Which file?');
await runnerImport(resolve(file), { configFile: false, logLevel: 'error', oxc: { target: 'node20' } });
// A browser that is still open keeps nothing waiting.
process.exit(process.exitCode);
