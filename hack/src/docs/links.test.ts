import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../repository.ts';
import { relativeLinks } from './links.ts';

describe('links of a text', () => {
  const rows: [string, string, string[]][] = [
    ['a relative link is found without its anchor', 'see [a](docs/a.md#part)', ['docs/a.md']],
    ['a link to another site is not ours to check', '[a](https://example.com) [b](mailto:a@example.com)', []],
    ['an anchor of the same page has no file', '[a](#part)', []],
    ['code is not prose', '```\n[a](b.md)\n```\n`[a](c.md)`', []],
  ];
  test.each(rows)('%s', (_, text, links) => {
    expect(relativeLinks(text)).toEqual(links);
  });
});

const documents = execaSync('git', ['ls-files', '*.md'], { cwd: repositoryRoot }).stdout.split('\n');

test.each(documents)('every link of %s leads somewhere', (document) => {
  const folder = dirname(join(repositoryRoot, document));
  const broken = relativeLinks(readFileSync(join(repositoryRoot, document), 'utf8'))
    .map((link) => join(folder, link))
    .filter((path) => !existsSync(path));
  expect(broken.map((path) => relative(repositoryRoot, path))).toEqual([]);
});
