/** A calendar that cannot be read; the message says what to change. */
export class CalendarError extends Error {
  readonly code: 'CRON_INVALID' | 'TIME_ZONE_UNKNOWN' | 'ICS_INVALID' | 'EVENTS_INVALID';

  constructor(code: CalendarError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CalendarError';
    this.code = code;
  }
}
