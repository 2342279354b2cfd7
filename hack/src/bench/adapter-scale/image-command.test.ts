import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../repository.ts';
import { imageCommand } from './image-command.ts';

test('a container starts with the environment and the flags that its Dockerfile names', () => {
  const dockerfile = 'FROM node\nENV A=1 B=/x\nENV C=2\nENTRYPOINT ["node", "--flag", "main.js"]\n';
  expect(imageCommand(dockerfile)).toEqual({
    environment: { A: '1', B: '/x', C: '2' },
    words: ['node', '--flag'],
  });
});

test('the adapter is started by Node', () => {
  const { words } = imageCommand(readFileSync(join(repositoryRoot, 'adapter/Dockerfile'), 'utf8'));
  expect(words[0]).toBe('node');
});
