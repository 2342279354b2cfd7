import type { Controller, Manager, WriteGate } from '@pricecast/kube';
import { type Check, fails, holds, type Stage } from '@pricecast/runtime';

/** A key that waits this long for a worker shows that the workers are stuck. */
const longestWaitSeconds = 300;

/** How the operator looks to probes. A standby is ready too: its caches are filled. */
export const operatorStage = (
  manager: Pick<Manager, 'ready'>,
  controllers: readonly Pick<Controller, 'name' | 'oldestWaitSeconds'>[],
  gate: Pick<WriteGate, 'isOpen'>,
): Stage => ({
  readiness: [
    {
      name: 'caches-filled',
      check: () => (manager.ready ? holds : fails('Not every cache has been filled from the API server')),
    },
  ],
  liveness: controllers.map(
    (controller): Check => ({
      name: `${controller.name}-queue-moves`,
      check: () =>
        !gate.isOpen() || controller.oldestWaitSeconds() < longestWaitSeconds
          ? holds
          : fails(`A key has waited for more than ${longestWaitSeconds} s`),
    }),
  ),
  report: () => ({ stage: 'operator', conditions: [], gauges: { leading: gate.isOpen() ? 1 : 0 } }),
});
