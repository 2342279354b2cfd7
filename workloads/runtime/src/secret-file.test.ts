import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSecretFile } from './secret-file.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secret-file-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function fileWith(text: string): Promise<string> {
  const path = join(directory, 'password');
  await writeFile(path, text);
  return path;
}

test.each([
  ['without a line break', 'hunter2', 'hunter2'],
  ['with one at its end', 'hunter2\n', 'hunter2'],
  ['with blanks of its own', ' hunter 2 ', ' hunter 2 '],
])('a secret %s is read', async (_name, text, secret) => {
  expect(await readSecretFile(await fileWith(text))).toBe(secret);
});

test('an empty file is no secret', async () => {
  await expect(readSecretFile(await fileWith('\n'))).rejects.toMatchObject({ code: 'SECRET_FILE_EMPTY' });
});

test('a missing file is named', async () => {
  const path = join(directory, 'absent');
  await expect(readSecretFile(path)).rejects.toMatchObject({
    code: 'SECRET_FILE_UNREADABLE',
    message: `Cannot read ${path}: check that the Secret exists, holds this key and is mounted`,
  });
});
