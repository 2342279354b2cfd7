import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const version = '4.2.0';

/**
 * Class path of the Kafka that `hack/up` fetched into the tools cache.
 * Throws a sentence that says how to get it when it is not there.
 */
export function kafkaClassPath(environment: NodeJS.ProcessEnv = process.env): string {
  const directory = join(cacheDirectory(environment), `kafka-${version}`, 'lib');
  if (!existsSync(join(directory, `kafka_2.13-${version}.jar`))) {
    throw new Error(
      `KAFKA_LIBRARIES_MISSING: no Kafka ${version} in ${directory}; hack/up fetches it into the tools cache`,
    );
  }
  return `${directory}/*`;
}

function cacheDirectory(environment: NodeJS.ProcessEnv): string {
  const cacheHome = environment.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return environment.PRICECAST_CACHE ?? join(cacheHome, 'pricecast');
}
