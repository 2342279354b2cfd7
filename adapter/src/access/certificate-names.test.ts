import { X509Certificate } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { Authority } from '../testing/authority.ts';
import { subjectOf } from './certificate-chain.ts';

const authority = new Authority('names');
afterAll(() => authority[Symbol.dispose]());

/** As openssl takes a value within `-subj`. */
const written = (value: string): string => value.replace(/[\\/+]/g, '\\$&');
const subjectNamed = (commonName: string, organization = 'ops') =>
  subjectOf(
    new X509Certificate(
      authority.sign({ commonName: written(commonName), organization: written(organization) }).cert,
    ),
  );

test.each([
  'system:serviceaccount:kube-system:hpa',
  'a, O=system:masters',
  'a+O=system:masters',
  'a/O=system:masters',
  'a"b',
  'a\\b',
  'a\\, b',
  'a;b<c>d=e',
  '#a',
  ' a ',
])('a name is what its certificate says, and no group comes out of it: %j', (name) => {
  expect(subjectNamed(name)).toEqual({ commonName: name, organizations: ['ops'] });
});

test.each(['a\nO=system:masters', 'a\r\nO=system:masters', 'a\tb'])(
  'a line that ends within a name begins no group: %j',
  (name) => {
    expect(subjectNamed(name).organizations).toEqual(['ops']);
    expect(subjectNamed('a', name).organizations).not.toContain('system:masters');
  },
);
