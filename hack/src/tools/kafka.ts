import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runLogged } from '../logged.ts';
import type { Tool } from './tool.ts';

const version = '4.2.0';

/** The jars of Kafka and its logging in the folder `lib`, from Maven Central. */
export const kafka: Tool = {
  name: 'kafka',
  version,
  takes: '30 s',
  build: async (folder, log) => {
    const pom = join(folder, 'pom.xml');
    await writeFile(pom, projectOf(dependencies));
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'lib')}`];
    await runLogged(log, 'mvn', ['--batch-mode', '--file', pom, ...goal], { cwd: folder });
  },
};

/** Group, artifact and version; log4j is the logging that Kafka's own distribution brings beside it. */
const dependencies = [
  ['org.apache.kafka', 'kafka_2.13', version],
  ['org.apache.kafka', 'kafka-tools', version],
  ['org.apache.logging.log4j', 'log4j-core', '2.25.1'],
  ['org.apache.logging.log4j', 'log4j-slf4j-impl', '2.25.1'],
] as const;

function projectOf(list: typeof dependencies): string {
  const dependency = ([group, artifact, number]: (typeof list)[number]) =>
    `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${number}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.pricecast</groupId>
  <artifactId>kafka</artifactId>
  <version>${version}</version>
  <packaging>pom</packaging>
  <dependencies>
${list.map(dependency).join('\n')}
  </dependencies>
</project>
`;
}
