import { configDefaults, defineConfig } from 'vitest/config';

// Recorded outputs of the reference over a whole corpus: `npm run parity`.
const corpus = process.env['CAPAX_PARITY'] === undefined ? ['tests/parity/**'] : [];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...corpus],
    globalSetup: ['tests/support/build-once.ts'],
    // Fresh module registries for each file cost more than all tests together; no test keeps state in a module.
    pool: 'threads',
    // Vitest leaves one core to the terminal by default; on two cores that would be half of them.
    maxWorkers: '100%',
    isolate: false,
    // Not a measure of speed: at a load of 28 on two cores tests take twenty times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
