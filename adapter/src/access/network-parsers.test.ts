import fc from 'fast-check';
import { expect, test } from 'vitest';
import { negotiate } from '../metric-api/negotiation.ts';
import { HeaderList } from './header-list.ts';
import { proxiedUser } from './proxied-user.ts';
import { parseTrust } from './trust.ts';

const text = fc.string({ maxLength: 200, unit: 'binary' });

test('headers of a proxy name the user that they say, whatever they hold', () => {
  const trust = {
    authorities: [],
    allowedNames: [],
    usernameHeaders: ['x-remote-user'],
    groupHeaders: ['x-remote-group'],
    extraPrefixes: ['x-remote-extra-'],
    uidHeaders: ['x-remote-uid'],
  };
  const name = fc.constantFrom(
    'X-Remote-User',
    'X-Remote-Group',
    'X-Remote-Uid',
    'X-Remote-Extra-%41',
    'X-Remote-Extra-__proto__',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, text), { maxLength: 12 }), (pairs) => {
      const user = proxiedUser(new HeaderList(pairs.flat()), trust);
      const values = (header: string) => pairs.filter(([key]) => key === header).map(([, value]) => value);
      expect(user?.name).toBe(values('X-Remote-User').find((value) => value !== ''));
      if (user !== undefined) expect(user.groups).toEqual(values('X-Remote-Group'));
    }),
  );
});

test('a ConfigMap that does not say whom to trust makes nobody trusted, whatever it holds', () => {
  const key = fc.constantFrom(
    'client-ca-file',
    'requestheader-client-ca-file',
    'requestheader-allowed-names',
  );
  const pem = text.map((body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`);
  fc.assert(
    fc.property(fc.dictionary(key, fc.oneof(text, pem)), (data) => {
      expect(parseTrust(data)).toBeUndefined();
    }),
  );
});

test('an Accept header is understood or not, at once', () => {
  const piece = fc.constantFrom(
    'application/json',
    'as=Table',
    'v=v1',
    'g=meta.k8s.io',
    ';',
    ',',
    'q=',
    '0.5',
    '"',
    '=',
    ' ',
    '*/*',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), (parts) => {
      const form = negotiate(parts.join(''), ['Json', 'Table']);
      expect([undefined, 'Json', 'Table']).toContain(form);
    }),
  );
});
