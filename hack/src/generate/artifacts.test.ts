import { describe, expect, test } from 'vitest';
import { type Artifact, outdated, section } from './artifact.ts';
import { allArtifacts } from './artifacts.ts';
import { table } from './markdown.ts';
import { roleRules } from './operator-roles.ts';

const update = 'npm run generate';

describe('generated files', () => {
  test('all follow from their sources; otherwise the failure names file, source and command', async () => {
    const stale = await outdated(await allArtifacts());
    const advice = stale.map(({ path, source }) => `${path} does not follow from ${source}: run ${update}`);
    expect(advice).toEqual([]);
  });

  test('do not depend on the order in which sections of one file are written', async () => {
    const byPath = Map.groupBy(await allArtifacts(), ({ path }) => path);
    for (const artifacts of byPath.values()) {
      const text = artifacts.map(
        ({ render }) =>
          (present: string) =>
            render(present),
      );
      const empty = artifacts.map(markers).join('\n');
      const forwards = text.reduce((present, write) => write(present), empty);
      const backwards = text.toReversed().reduce((present, write) => write(present), empty);
      expect(backwards).toBe(forwards);
    }
  });
});

/** A document that has nothing but the markers of one section, or nothing for a whole file. */
function markers(artifact: Artifact): string {
  try {
    artifact.render('');
    return '';
  } catch (error) {
    const name = /<!-- (.*?) -->/.exec(String(error))?.[1] ?? '';
    return `<!-- ${name} -->\n<!-- /${name} -->`;
  }
}

describe('section', () => {
  const artifact = section('a.md', 'a.ts', 'rows', 'new');

  test('replaces what lies between its markers and nothing else', () => {
    expect(artifact.render('before\n<!-- rows -->\nold\n<!-- /rows -->\nafter')).toBe(
      'before\n<!-- rows -->\nnew\n<!-- /rows -->\nafter',
    );
  });

  test.each(['no marker', '<!-- rows -->', '<!-- /rows --> <!-- rows -->'])('refuses "%s"', (present) => {
    expect(() => artifact.render(present)).toThrow('MARKER_MISSING: a.md has no <!-- rows -->');
  });
});

test('a table escapes what would end a cell', () => {
  expect(table(['a', 'b'], [['x|y', 'two\nlines']])).toBe('| a | b |\n|---|---|\n| x\\|y | two lines |');
});

describe('roleRules', () => {
  const permission = {
    apiGroup: '',
    resource: 'pods',
    verbs: ['get'],
    scope: 'Cluster',
    why: 'To look.',
  } as const;

  test('writes one rule for each right, with what it is for', () => {
    expect(roleRules([permission])).toContain(
      '# To look.\n- {apiGroups: [""], resources: [pods], verbs: [get]}\n',
    );
  });

  test('refuses a wildcard', () => {
    expect(() => roleRules([{ ...permission, resource: '*' }])).toThrow('WILDCARD_PERMISSION');
  });
});
