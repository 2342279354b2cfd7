import { expect, test } from 'vitest';
import { markerOf, markerValue, markerVariable } from './marker.ts';

const marker = { state: '/srv/clone@2/hack/.state', name: 'etcd', fingerprint: '23963f77304bc087' };

test('a marker is read back from the environment of its process', () => {
  const environ = `PATH=/bin\0${markerVariable}=${markerValue(marker)}\0HOME=/root\0`;
  expect(markerOf(environ)).toEqual(marker);
});

test('a process without a marker, or with half of one, is nobody’s', () => {
  expect(markerOf('PATH=/bin\0')).toBeUndefined();
  expect(markerOf(`${markerVariable}=etcd\0`)).toBeUndefined();
  expect(markerOf('')).toBeUndefined();
});
