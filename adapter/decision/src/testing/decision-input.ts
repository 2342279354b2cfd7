import type { DecisionInput, ForecastInput } from '../decision.ts';
import { firstMemory } from '../memory.ts';
import type { Outlook } from '../outlook.ts';
import type { DecisionSettings } from '../settings.ts';

export const noon = 43_200_000 + 20_000 * 86_400_000;

export const someSettings: DecisionSettings = {
  minReplicas: 1,
  maxReplicas: 100,
  mode: 'Full',
  risk: { type: 'Shortfall', percent: 1 },
  reactiveUtilization: 0.7,
  intervalSeconds: 60,
  scaleDownWindowSeconds: 300,
  hpaTolerance: 0,
};

/** An outlook around a load: a spread of 10 % above its median. */
export const outlookAround = (load: number): Outlook => ({
  levels: [0.5, 0.9, 0.95, 0.99],
  loads: [load, load * 1.1, load * 1.15, load * 1.25],
});

export const forecastOf = (outlook: Outlook, now = noon): ForecastInput => ({
  type: 'Available',
  madeAt: now,
  until: now + 180_000,
  outlook,
});

/** A workload of ten replicas that serve 100 each, with a load of 800 and the forecast in charge. */
export const someInput = (changes: Partial<DecisionInput> = {}): DecisionInput => ({
  now: noon,
  settings: someSettings,
  sample: { at: noon - 30_000, load: 800 },
  forecast: forecastOf(outlookAround(800)),
  armed: true,
  capacity: { type: 'Known', loadPerReplica: 100 },
  leadTimeSeconds: 120,
  replicas: { current: 10, ready: 10 },
  memory: firstMemory,
  ...changes,
});
