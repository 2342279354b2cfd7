import { expect, test } from 'vitest';
import { type Image, ownTag, releaseTag, repositoryOf } from './image.ts';

const image = (inputs: string[]): Image => ({
  name: 'operator',
  dockerfile: '/D',
  inputs,
  assemble: async () => undefined,
});

test('the tag of an image follows what is in it and what is below it', () => {
  const base = image(['node 24']);
  expect(ownTag(image(['a']), base)).toBe(ownTag(image(['a']), base));
  expect(ownTag(image(['a']), base)).not.toBe(ownTag(image(['b']), base));
  expect(ownTag(image(['a']), base)).not.toBe(ownTag(image(['a']), image(['node 25'])));
});

test('the tag of a set changes with any of its images and not with their order', () => {
  expect(releaseTag(['dev-1', 'dev-2'])).toBe(releaseTag(['dev-2', 'dev-1']));
  expect(releaseTag(['dev-1', 'dev-2'])).not.toBe(releaseTag(['dev-1', 'dev-3']));
});

test('a registry may end in a slash', () => {
  expect(repositoryOf('registry.example.com/p/', 'kafka')).toBe('registry.example.com/p/kafka');
});
