import { describe, expect, test } from 'vitest';
import { readSamples, type Sample } from '../samples/read-samples.ts';
import { type CrdManifest, predictiveScalerCrd, pricePipelineCrd } from './crd/manifest.ts';
import type { SchemaNode } from './crd/structural.ts';
import type { Parsed } from './parse.ts';
import { parsePredictiveScaler } from './predictive-scaler/predictive-scaler.ts';
import { parsePricePipeline } from './price-pipeline/price-pipeline.ts';

const kindOf = (object: unknown): unknown => (object as { kind?: unknown }).kind;

const parseSample = (object: unknown): Parsed<unknown> =>
  kindOf(object) === 'PricePipeline' ? parsePricePipeline(object) : parsePredictiveScaler(object);

/** Every sentence of every rule in a CRD, those about changes apart. */
function ruleMessages(crd: CrdManifest): { stated: string[]; changes: string[] } {
  const rules: { rule: string; message: string }[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    rules.push(...(((node as SchemaNode)['x-kubernetes-validations'] as typeof rules | undefined) ?? []));
    for (const child of Object.values(node)) walk(child);
  };
  walk(crd.spec);
  const isChange = ({ rule }: { rule: string }) => rule.includes('oldSelf');
  return {
    stated: rules.filter((rule) => !isChange(rule)).map(({ message }) => message),
    changes: rules.filter(isChange).map(({ message }) => message),
  };
}

const crds = [pricePipelineCrd(), predictiveScalerCrd()];
const announces = (samples: readonly Sample[], message: string) =>
  samples.some(({ comment }) => message.startsWith(comment));

describe('valid samples', () => {
  test.each(readSamples('valid'))('$name is accepted by the parser', ({ objects }) => {
    expect(objects.map(parseSample)).toEqual(objects.map(() => ({ ok: true, value: expect.anything() })));
  });
});

describe('invalid samples', () => {
  const messages = crds.flatMap((crd) => ruleMessages(crd).stated);

  test.each(readSamples('invalid'))('$name is refused by the parser', ({ objects, comment }) => {
    const [object] = objects;
    const parsed = parseSample(object);
    if (parsed.ok) throw new Error('the parser accepted it');
    const isRule = messages.some((message) => message.startsWith(comment));
    if (isRule) expect(parsed.error.message).toContain(comment);
    expect(parsed.error.code).toBe('SPEC_INVALID');
  });
});

describe('every rule is broken by a sample', () => {
  const invalid = readSamples('invalid');
  const changes = readSamples('invalid-changes');

  test.each([...new Set(crds.flatMap((crd) => ruleMessages(crd).stated))])('%s', (message) => {
    expect(announces(invalid, message)).toBe(true);
  });

  test.each([...new Set(crds.flatMap((crd) => ruleMessages(crd).changes))])('%s', (message) => {
    expect(announces(changes, message)).toBe(true);
  });
});
