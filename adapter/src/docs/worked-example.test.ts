import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide, firstMemory, settingsOf } from '@pricecast/decision';
import { expect, test } from 'vitest';
import { aParsedScaler } from '../testing/scaler-scene.ts';

const document = readFileSync(join(import.meta.dirname, '../../../docs/scaling.md'), 'utf8');

/** Every value that the document has between `<!-- name -->` and `<!-- /name -->`. */
const written = (name: string): string[] =>
  [...document.matchAll(new RegExp(`<!-- ${name} -->(.*?)<!-- /${name} -->`, 'g'))].map(
    ([, value = '']) => value,
  );

test('the worked example of docs/scaling.md is what the code decides', () => {
  const now = Date.UTC(2026, 2, 1, 10);
  const load = Number(written('load')[0]);
  const loadPerReplica = Number(written('capacity')[0]);
  const decision = decide({
    now,
    settings: settingsOf(aParsedScaler().spec, 0),
    sample: { at: now, load },
    forecast: {
      type: 'Available',
      madeAt: now,
      until: now + 50_000,
      outlook: { levels: [0.5, 0.9, 0.99], loads: [110, 128, 150] },
    },
    armed: true,
    capacity: { type: 'Known', loadPerReplica },
    leadTimeSeconds: 30,
    replicas: { current: 3, ready: 3 },
    memory: firstMemory,
  });
  expect(written('desired')).toEqual([String(decision.desiredReplicas), String(decision.desiredReplicas)]);
  expect(written('live')).toEqual([String(decision.liveReplicas)]);
  expect(written('reason')).toEqual([decision.reason]);
  expect(written('plain')).toEqual([String(decision.figures.plainHpaReplicas)]);
});
