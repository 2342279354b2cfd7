import type { HeaderList } from './header-list.ts';
import type { ProxyTrust } from './trust.ts';
import type { User } from './user.ts';

/**
 * The user that a trusted proxy names in its headers; undefined when it names none. Call it only for a connection
 * whose certificate was checked. Source: apiserver `pkg/authentication/request/headerrequest`.
 */
export function proxiedUser(headers: HeaderList, trust: ProxyTrust): User | undefined {
  const name = trust.usernameHeaders.flatMap((header) => headers.all(header)).find((value) => value !== '');
  if (name === undefined) return undefined;
  const groups = trust.groupHeaders.flatMap((header) => headers.all(header));
  const uid = trust.uidHeaders.flatMap((header) => headers.all(header)).find((value) => value !== '');
  return { name, groups, uid, extra: extraOf(headers, trust) };
}

function extraOf(headers: HeaderList, { extraPrefixes }: ProxyTrust): User['extra'] {
  const extra = new Map<string, string[]>();
  for (const prefix of extraPrefixes) {
    for (const header of headers.withPrefix(prefix)) {
      const key = percentDecoded(header.slice(prefix.length));
      extra.set(key, [...(extra.get(key) ?? []), ...headers.all(header)]);
    }
  }
  return Object.fromEntries(extra);
}

/** What cannot be decoded is taken as it is, as the API server does. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
