import { realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { findProgram } from '../find-program.ts';
import { runLogged } from '../logged.ts';
import type { Tool } from './tool.ts';

/** What Kafka needs of Java; log4j reads its settings through java.beans, which is in java.desktop. */
const modules = [
  'java.base',
  'java.desktop',
  'java.instrument',
  'java.logging',
  'java.management',
  'java.naming',
  'java.security.jgss',
  'java.security.sasl',
  'java.sql',
  'java.xml',
  'jdk.crypto.ec',
  'jdk.management',
  'jdk.unsupported',
  'jdk.zipfs',
];

/** A Java runtime of those modules in the folder `java`, linked from the JDK of the machine. */
export async function jre(): Promise<Tool> {
  const home = dirname(dirname(await realpath(findProgram('jlink') ?? '/usr/bin/jlink')));
  const { stdout } = await execa(join(home, 'bin/jlink'), ['--version']);
  return {
    name: 'jre',
    version: stdout.trim(),
    inputs: modules,
    takes: '20 s',
    build: async (folder, log) => {
      const output = join(folder, 'java');
      const slim = ['--strip-java-debug-attributes', '--no-man-pages', '--no-header-files', '--compress=2'];
      await runLogged(log, join(home, 'bin/jlink'), [
        '--add-modules',
        modules.join(','),
        '--output',
        output,
        ...slim,
      ]);
      await rm(join(output, 'legal'), { recursive: true, force: true });
    },
  };
}
