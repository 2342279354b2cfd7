import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { desired } from './desired.ts';
import type { Observed } from './observed.ts';
import { anObserved, aPipeline, binanceSource, externalKafka, fullPath } from './testing/builders.ts';
import { answering, settledChildren } from './testing/world.ts';

/** A pipeline all of whose stages have started. */
const withEverything = (spec: object): Observed => {
  const fresh = anObserved({ pipeline: aPipeline(spec) });
  return { ...fresh, children: settledChildren(fresh) };
};

/** One golden file per way to run a pipeline; `UPDATE_GOLDEN=1` rewrites them, and a reviewer reads the difference. */
const cases: Readonly<Record<string, Observed>> = {
  'embedded-kafka-and-replayed-exchange': anObserved(),
  'live-binance-in-two-shards': anObserved({
    pipeline: aPipeline({ sources: [{ ...binanceSource, symbolsPerShard: 2 }], profile: 'Performance' }),
  }),
  'external-kafka-with-tls-and-password': anObserved({
    pipeline: aPipeline({ sources: [binanceSource], kafka: externalKafka }),
    credentials: { kind: 'Complete', version: 'kafka-ca@11,kafka-login@12' },
  }),
  'every-stage-scaled': withEverything({ ...fullPath, profile: 'Performance' }),
  'every-stage-on-secured-kafka': withEverything({
    processing: { latenessSeconds: 2 },
    forecast: { targets: ['Volatility', 'Volume'], horizonsSeconds: [300] },
    gateway: { dashboard: 'Disabled' },
    scaling: { forecaster: { maxReplicas: 3, engine: 'None' } },
    sources: [binanceSource],
    kafka: externalKafka,
  }),
  'suspended-and-deleted-with-its-volume': anObserved({
    pipeline: aPipeline({
      suspend: true,
      deletionPolicy: 'Delete',
      sources: [{ ...binanceSource, service: { name: 'my-exchange', port: 8081 } }],
      kafka: { embedded: { storage: { size: '20Gi', storageClassName: 'fast' } } },
    }),
  }),
};

const render = (observed: Observed): string => {
  const { shared, chains } = desired({ ...observed, kafka: answering(observed) });
  const options = { lineWidth: 0, aliasDuplicateObjects: false };
  return [...shared, ...chains.flat()].map((object) => stringify(object, options)).join('---\n');
};

describe('the manifests of a pipeline', () => {
  test.each(Object.entries(cases))('%s', (name, observed) => {
    const file = join(import.meta.dirname, 'testdata', `${name}.yaml`);
    const rendered = render(observed);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, rendered);
    const golden = existsSync(file) ? readFileSync(file, 'utf8') : 'missing: run with UPDATE_GOLDEN=1';
    expect(rendered).toBe(golden);
  });
});
