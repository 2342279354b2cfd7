import { expect, it } from 'vitest';
import { FaultScript } from './fault.ts';
import type { SeenRequest } from './seen-request.ts';

const request = (index: number, resource: string): SeenRequest => ({
  index,
  resource,
  verb: 'get',
  namespace: '',
  name: '',
  subresource: '',
  query: new URLSearchParams(),
  userAgent: '',
  isWrite: false,
});
const pods = ({ resource }: SeenRequest) => resource === 'pods';

it('strikes only what matches, and only so often', () => {
  const script = new FaultScript();
  script.add({ matches: pods, fault: { kind: 'Cut' }, times: 2 });
  const struck = ['pods', 'nodes', 'pods', 'pods'].map((resource, index) =>
    script.strike(request(index, resource)),
  );
  expect(struck.map((fault) => fault?.kind)).toEqual(['Cut', undefined, 'Cut', undefined]);
});

it('strikes until it is taken away where no number is given', () => {
  const script = new FaultScript();
  const heal = script.add({ matches: pods, fault: { kind: 'Cut' } });
  for (let index = 0; index < 5; index++) expect(script.strike(request(index, 'pods'))?.kind).toBe('Cut');
  heal();
  expect(script.strike(request(9, 'pods'))).toBeUndefined();
});

it('lets the first rule in force strike, and the next once that is used up', () => {
  const script = new FaultScript();
  script.add({ matches: pods, fault: { kind: 'Cut' }, times: 1 });
  script.add({ matches: () => true, fault: { kind: 'LoseAnswer' } });
  expect([1, 2].map((index) => script.strike(request(index, 'pods'))?.kind)).toEqual(['Cut', 'LoseAnswer']);
});
