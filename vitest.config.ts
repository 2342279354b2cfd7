import { defineConfig } from 'vitest/config';

const rooms = ['crds', 'operator', 'adapter', 'workloads', 'hack', 'charts'];
const outside = ['**/node_modules/**', 'hack/.state/**'];

/** The three tiers, told apart by file suffix alone; see CONTRIBUTING.md. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: rooms.map((room) => `${room}/**/*.test.ts`),
          exclude: [...outside, '**/*.it.test.ts', '**/*.e2e.test.ts'],
          // Pure tests have nothing to hide from one another: a module is loaded once, not once a file.
          isolate: false,
          pool: 'threads',
          // No pure test is about time; a busy machine is no failure.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'it',
          include: rooms.map((room) => `${room}/**/*.it.test.ts`),
          exclude: outside,
          // Each file brings its own broker, server or namespace, and mostly waits for it.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: rooms.map((room) => `${room}/**/*.e2e.test.ts`),
          exclude: [...outside, '**/*.alone.e2e.test.ts'],
          // Each file brings its own namespace, and mostly waits for the cluster.
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e-alone',
          include: rooms.map((room) => `${room}/**/*.alone.e2e.test.ts`),
          exclude: outside,
          // Takes the operator or a node away, or judges all that the cluster does.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
