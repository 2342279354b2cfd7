import { type Attributes, attributesOf } from '../access/attributes.ts';
import type { Authenticator } from '../access/authenticator.ts';
import type { Authorizer } from '../access/authorizer.ts';
import { HeaderList } from '../access/header-list.ts';
import type { User } from '../access/user.ts';
import type { ExplainRoute } from '../metric-api/route.ts';
import type { Turned } from '../server/gate.ts';
import { Problem } from './problem.ts';

/** What lets visitors in. */
export interface VisitorParts {
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly authorizer: Pick<Authorizer, 'isAllowed'>;
  readonly turned: Turned;
}

/** A question as its answer's rights are judged. */
export interface Visit {
  /** Names and values of headers in turn. */
  readonly rawHeaders: readonly string[];
  readonly path: string;
  readonly question: Omit<ExplainRoute, 'kind'>;
}

/**
 * Lets in who shows a token and may read `scalerexplanations` of the namespace, as the metric API of the same name
 * asks. Certificates do not count here: this door asks for none. Throws `Problem`; fails closed.
 */
export async function admit(parts: VisitorParts, { rawHeaders, path, question }: Visit): Promise<User> {
  const turn = (problem: Problem, user?: User): Problem => {
    const why = problem.message;
    parts.turned({ code: problem.status, path, why, ...(user === undefined ? {} : { user: user.name }) });
    return problem;
  };
  const user = await visitorOf(parts, new HeaderList(rawHeaders)).catch((error: unknown) => {
    throw turn(problemOf(error));
  });
  const attributes = attributesOf({ kind: 'Explain', ...question }, path);
  const isAllowed = await parts.authorizer.isAllowed(user, attributes).catch((error: unknown) => {
    throw turn(problemOf(error), user);
  });
  if (!isAllowed) throw turn(new Problem('FORBIDDEN', rightMissing(user, attributes)), user);
  return user;
}

async function visitorOf({ authenticator }: VisitorParts, headers: HeaderList): Promise<User> {
  if (headers.first('authorization') === undefined)
    throw new Problem(
      'TOKEN_MISSING',
      'Send a token of Kubernetes as "Authorization: Bearer …", such as kubectl create token gives',
    );
  // Something was shown: what is no token that counts is refused and not taken for nobody.
  const shown = { headers, certificate: undefined, showedCertificate: true };
  const found = await authenticator.authenticate(shown);
  if (found.kind === 'Refused') throw new Problem('FORBIDDEN', found.why);
  if (found.kind === 'Unauthenticated')
    throw new Problem('TOKEN_INVALID', 'The API server does not know this token, or it has expired');
  return found.user;
}

function problemOf(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  return new Problem('REVIEW_UNAVAILABLE', 'The API server could not be asked who may see this', { cause });
}

function rightMissing({ name }: User, attributes: Attributes): string {
  if (attributes.kind === 'NonResource') return `${name} may not read ${attributes.path}`;
  const { verb, resource, group, namespace } = attributes;
  return `${name} may not ${verb} ${resource}.${group} in namespace ${namespace}; the role "view" there has this right`;
}
