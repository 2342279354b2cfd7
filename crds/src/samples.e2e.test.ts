import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubeconfigPath, stateDirectory } from '../../hack/src/repository.ts';
import { readSamples } from '../samples/read-samples.ts';

const namespace = `samples-e2e-${process.pid}`;
const program = process.env.KUBECTL ?? join(stateDirectory, 'bin', 'kubectl');

/** Exit code and everything that kubectl said. */
async function kubectl(words: readonly string[], input = ''): Promise<{ code: number; said: string }> {
  const result = await execa(program, words, {
    env: { KUBECONFIG: kubeconfigPath },
    input,
    reject: false,
    all: true,
  });
  return { code: result.exitCode ?? -1, said: result.all };
}

beforeAll(async () => {
  expect((await kubectl(['create', 'namespace', namespace])).code).toBe(0);
});

afterAll(async () => {
  await kubectl(['delete', 'namespace', namespace, '--wait=false']);
});

const dryRun = ['-n', namespace, '--dry-run=server', '-f', '-'];

/** The answer to a change itself: when the operator wrote its status in between, the change is tried again. */
async function replaceTried(text: string): Promise<{ code: number; said: string }> {
  for (;;) {
    const answer = await kubectl(['replace', ...dryRun], text);
    if (!answer.said.includes('the object has been modified')) return answer;
  }
}

describe('the API server', () => {
  test.each(readSamples('valid'))('accepts $name', async ({ text }) => {
    expect(await kubectl(['apply', '--server-side', ...dryRun], text)).toMatchObject({ code: 0 });
  });

  test.each(readSamples('invalid'))('refuses $name with its sentence', async ({ text, comment }) => {
    const { code, said } = await kubectl(['create', ...dryRun], text);
    expect(said).toContain(comment);
    expect(code).not.toBe(0);
  });

  test('warns of a field that it does not know', async () => {
    const text = readSamples('valid')
      .find(({ name }) => name === 'btc-replay')
      ?.text.replace('sources:', 'tomorrow: 1\n  sources:');
    expect((await kubectl(['create', ...dryRun], text)).said).toContain('unknown field "spec.tomorrow"');
  });
});

describe('the API server, of objects that exist', () => {
  test.each(readSamples('invalid-changes'))(
    'refuses $name with its sentence',
    async ({ name, text, comment }) => {
      const [before = '', after = ''] = text.replaceAll('name: changing', `name: ${name}`).split('\n---\n');
      const created = await kubectl(
        ['create', '-n', namespace, '-f', '-'],
        `${before}\n  deletionPolicy: Delete\n`,
      );
      expect(created.said).toContain('created');
      const { code, said } = await replaceTried(after);
      expect(said).toContain(comment);
      expect(code).not.toBe(0);
      await kubectl(['delete', '-n', namespace, 'pricepipeline', name]);
    },
  );
});

test('two writers of a status keep out of each other’s way', async () => {
  const scaler = readSamples('valid').find(({ name }) => name === 'minimal-scaler')?.text ?? '';
  const name = 'checkout';
  await kubectl(['create', '-n', namespace, '-f', '-'], scaler);
  const answer = (type: string) =>
    JSON.stringify({
      apiVersion: 'pricecast.dev/v1alpha1',
      kind: 'PredictiveScaler',
      metadata: { name },
      status: {
        conditions: [
          {
            type,
            status: 'True',
            reason: 'Tried',
            message: 'Tried.',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ],
      },
    });
  const apply = (writer: string, object: string) =>
    kubectl(
      [
        'apply',
        '--server-side',
        '--subresource=status',
        `--field-manager=${writer}`,
        '-n',
        namespace,
        '-f',
        '-',
      ],
      object,
    );
  // Types that neither the operator nor the adapter writes, for both may be at work on this scaler too.
  expect((await apply('one', answer('TriedByOne'))).said).toContain('applied');
  expect((await apply('other', answer('TriedByOther'))).said).toContain('applied');
  const { said } = await kubectl(['get', 'psc', name, '-n', namespace, '-o', 'json']);
  const { status } = JSON.parse(said) as {
    status: { conditions: { type: string }[] };
  };
  expect(status.conditions.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['TriedByOne', 'TriedByOther']),
  );
});

describe('kubectl explain', () => {
  test.each(['pricepipeline', 'predictivescaler'])(
    'has a description for every field of %s',
    async (kind) => {
      const recursive = await kubectl(['explain', `${kind}.spec`, '--recursive']);
      expect(recursive.code).toBe(0);
      expect(recursive.said.match(/^ +\w+\t</gm)?.length).toBeGreaterThan(40);
      const top = await kubectl(['explain', `${kind}.spec`]);
      expect(top.said).not.toContain('<no description>');
    },
  );

  test.each(['pricepipelines', 'predictivescalers'])(
    'finds no field of %s without one in the schema that is served',
    async (plural) => {
      const { said } = await kubectl(['get', 'crd', `${plural}.pricecast.dev`, '-o', 'json']);
      const crd = JSON.parse(said) as { spec: { versions: { schema: { openAPIV3Schema: Node } }[] } };
      const root = crd.spec.versions[0]?.schema.openAPIV3Schema;
      expect(undescribed(root?.properties?.spec ?? {}, 'spec')).toEqual([]);
      expect(undescribed(root?.properties?.status ?? {}, 'status')).toEqual([]);
    },
  );
});

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

function undescribed(node: Node, path: string): string[] {
  const own = node.description === undefined && !path.endsWith('[]') ? [path] : [];
  const members = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    undescribed(child, `${path}.${name}`),
  );
  const items = node.items === undefined ? [] : undescribed(node.items, `${path}[]`);
  return [...own, ...members, ...items];
}
