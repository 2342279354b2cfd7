import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonEnvironment } from './python.ts';

/** `node adapter/forecast/reference/make.ts`: writes testdata/ anew from the packages of requirements.txt. */
const found = await pythonEnvironment((text) => process.stderr.write(`${text}\n`));
if ('missing' in found) {
  process.stderr.write(`the reference values stay as they are: ${found.missing}\n`);
  process.exitCode = 1;
} else {
  const folder = join(import.meta.dirname, 'testdata');
  execFileSync(found.python, [join(import.meta.dirname, 'make.py'), folder], { stdio: 'inherit' });
}
