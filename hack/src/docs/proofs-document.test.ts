import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proofs } from '../proofs/index.ts';
import { repositoryRoot } from '../repository.ts';

test('docs/proofs.md lists every proof, in the order of the registry, and no other', () => {
  const document = readFileSync(join(repositoryRoot, 'docs/proofs.md'), 'utf8');
  const listed = [...document.matchAll(/^\| `hack\/prove ([a-z-]+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(proofs.map(({ name }) => name));
});
