import type { Dispatcher } from 'undici';

/** The body as text; undefined where it is longer than so many bytes. */
export async function readUpTo(
  body: Dispatcher.ResponseData['body'],
  most: number,
): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
