import { describe, expect, it } from 'vitest';
import { Correlator } from './correlator.ts';
import type { EventNote } from './event-note.ts';

function aNote(more: Partial<EventNote> & { name?: string } = {}): EventNote {
  const { name = 'w', ...fields } = more;
  const regarding = { apiVersion: 'v1', kind: 'Widget', metadata: { namespace: 'n', name, uid: 'u' } };
  return { regarding, type: 'Normal', reason: 'Created', action: 'Applying', note: 'Made it.', ...fields };
}

/** Correlates and remembers, as a recorder does; returns the kind and what else a reader would see. */
function told(correlator: Correlator<string>, note: EventNote, nowMs: number): string {
  const correlation = correlator.correlate(note, nowMs);
  if (correlation.kind === 'Drop') return 'Drop';
  if (correlation.kind === 'Repeat') return `Repeat ${correlation.count}`;
  correlator.begin(correlation.key, correlation.key, nowMs);
  return `Begin ${correlation.note.note}`;
}

describe('Correlator', () => {
  it('counts a note that comes again', () => {
    const correlator = new Correlator<string>();
    expect(told(correlator, aNote(), 0)).toBe('Begin Made it.');
    expect(told(correlator, aNote(), 1_000)).toBe('Repeat 2');
    expect(told(correlator, aNote(), 2_000)).toBe('Repeat 3');
  });

  it('begins anew when a series was quiet for six minutes', () => {
    const correlator = new Correlator<string>();
    told(correlator, aNote(), 0);
    expect(told(correlator, aNote(), 359_000)).toBe('Repeat 2');
    expect(told(correlator, aNote(), 359_000 + 360_000)).toBe('Begin Made it.');
  });

  for (const [what, other] of [
    ['another object', { name: 'v' }],
    ['another reason', { reason: 'Repaired' }],
    ['another type', { type: 'Warning' }],
    ['another sentence', { note: 'Made another.' }],
  ] as const satisfies readonly (readonly [string, Parameters<typeof aNote>[0]])[]) {
    it(`does not count ${what} as the same`, () => {
      const correlator = new Correlator<string>();
      told(correlator, aNote(), 0);
      expect(told(correlator, aNote(other), 1)).toMatch(/^Begin/);
    });
  }

  it('combines sentences of one reason once there were ten of them in ten minutes', () => {
    const correlator = new Correlator<string>();
    for (let number = 0; number < 10; number++) {
      expect(told(correlator, aNote({ note: `Pod ${number} failed.` }), number)).toBe(
        `Begin Pod ${number} failed.`,
      );
    }
    expect(told(correlator, aNote({ note: 'Pod 10 failed.' }), 20)).toBe(
      'Begin (combined from similar events): Pod 10 failed.',
    );
    expect(told(correlator, aNote({ note: 'Pod 11 failed.' }), 30)).toBe('Repeat 2');
    expect(told(correlator, aNote({ note: 'Pod 3 failed.' }), 40), 'one of the ten goes on by itself').toBe(
      'Repeat 2',
    );
  });

  it('stops listening to an object after 25 events and hears one more every five minutes', () => {
    const correlator = new Correlator<string>();
    const say = (number: number, nowMs: number) =>
      told(correlator, aNote({ reason: `Reason${number}` }), nowMs);
    for (let number = 0; number < 25; number++) expect(say(number, 0)).toMatch(/^Begin/);
    expect(say(25, 0)).toBe('Drop');
    expect(say(26, 299_000)).toBe('Drop');
    expect(say(27, 300_000)).toMatch(/^Begin/);
    expect(say(28, 300_000)).toBe('Drop');
    expect(told(correlator, aNote({ name: 'other' }), 300_000), 'another object is heard').toMatch(/^Begin/);
  });
});
