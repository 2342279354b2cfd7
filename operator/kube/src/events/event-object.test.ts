import { describe, expect, it } from 'vitest';
import { eventObject } from './event-object.ts';

const reporter = { controller: 'example.dev/operator', instance: 'pod-1' };
const at = new Date('2026-01-02T03:04:05.678Z');
const regarding = {
  apiVersion: 'example.dev/v1',
  kind: 'Widget',
  metadata: { namespace: 'n', name: 'w', uid: 'u', resourceVersion: '5' },
};
const note = { regarding, type: 'Warning', reason: 'Refused', action: 'Applying', note: 'No.' } as const;

describe('eventObject', () => {
  it('is what events.k8s.io/v1 asks for', () => {
    expect(eventObject(note, reporter, 'abc', at)).toEqual({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: 'w.abc', namespace: 'n' },
      eventTime: '2026-01-02T03:04:05.678000Z',
      reportingController: 'example.dev/operator',
      reportingInstance: 'pod-1',
      action: 'Applying',
      reason: 'Refused',
      type: 'Warning',
      note: 'No.',
      regarding: { apiVersion: 'example.dev/v1', kind: 'Widget', name: 'w', namespace: 'n', uid: 'u' },
    });
  });

  it('cuts a long note to 1 024 bytes without cutting a character', () => {
    const long = eventObject({ ...note, note: '€'.repeat(1_000) }, reporter, 'abc', at).note as string;
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(1_024);
    expect(long).toBe('€'.repeat(341));
  });

  it('tells about objects without a namespace in default', () => {
    const cluster = { ...regarding, metadata: { name: 'w' } };
    expect(eventObject({ ...note, regarding: cluster }, reporter, 'abc', at).metadata.namespace).toBe(
      'default',
    );
  });

  it('keeps its name within what the server takes', () => {
    const long = { ...regarding, metadata: { ...regarding.metadata, name: 'x'.repeat(253) } };
    const { name } = eventObject({ ...note, regarding: long }, reporter, '0123456789abcdef', at).metadata;
    expect(name.length).toBeLessThanOrEqual(253);
  });
});
