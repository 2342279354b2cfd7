/** Who asks, as Kubernetes knows them. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string | undefined;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Group of everybody whose identity was checked; discovery is open to it by default. */
export const authenticatedGroup = 'system:authenticated';
/** Group whose members may do everything; calls of the API server itself come with it. */
export const mastersGroup = 'system:masters';

/** Somebody who has shown nothing. */
export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'], extra: {} };

/** The user with the group of everybody whose identity was checked. */
export function authenticated(user: User): User {
  if (user.groups.includes(authenticatedGroup)) return user;
  return { ...user, groups: [...user.groups, authenticatedGroup] };
}
