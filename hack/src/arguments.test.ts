import { expect, test } from 'vitest';
import { parseDownArguments, parseImagesArguments, parseUpArguments } from './arguments.ts';
import { UsageError } from './failure.ts';

test('hack/up without words picks target and sample by itself', () => {
  expect(parseUpArguments([])).toEqual({
    target: 'auto',
    sample: undefined,
    hpaSyncSeconds: 15,
    registry: undefined,
    tag: undefined,
  });
});

test('hack/up takes what it is told', () => {
  const words = ['--target', 'local', '--sample', 'none', '--hpa-sync-seconds', '5'];
  expect(parseUpArguments(words)).toMatchObject({ target: 'local', sample: 'none', hpaSyncSeconds: 5 });
});

test.each([
  ['an unknown target', ['--target', 'moon'], '--target is one of auto, local, kind, context, not "moon"'],
  ['an unknown word', ['--fast'], "Unknown option '--fast'"],
  ['a loose word', ['btc'], "Unexpected argument 'btc'"],
  ['no whole seconds', ['--hpa-sync-seconds', '1.5'], '--hpa-sync-seconds is a whole number from 1 to 3600'],
  ['no seconds at all', ['--hpa-sync-seconds', '0'], '--hpa-sync-seconds is a whole number from 1 to 3600'],
  [
    'a foreign cluster without images',
    ['--target', 'context'],
    '--target context needs --registry and --tag',
  ],
])('hack/up refuses %s', (_what, words, sentence) => {
  expect(() => parseUpArguments(words)).toThrow(UsageError);
  expect(() => parseUpArguments(words)).toThrow(sentence);
});

test('hack/down keeps data unless it is told otherwise', () => {
  expect(parseDownArguments([])).toEqual({ all: false });
  expect(parseDownArguments(['--all'])).toEqual({ all: true });
});

test('hack/images needs to know where to', () => {
  expect(parseImagesArguments(['--registry', 'r.example/p', '--tag', '1'])).toEqual({
    registry: 'r.example/p',
    tag: '1',
  });
  expect(() => parseImagesArguments(['--tag', '1'])).toThrow('--registry and --tag are both needed');
});
