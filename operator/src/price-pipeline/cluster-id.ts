const bytesOfUuid = 16;

/**
 * The id of a Kafka cluster, made from the uid of the pipeline that begins it: the uid's 16 bytes in the URL-safe
 * base64 of 22 characters that Kafka wants. The same pipeline always gets the same id, so a crash between two
 * writes cannot make two.
 */
export const clusterIdOf = (uid: string): string => {
  const digits = uid.replace(/[^0-9a-f]/gi, '').padEnd(2 * bytesOfUuid, '0');
  const bytes = Array.from({ length: bytesOfUuid }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
};
