let quiet = false;

/**
 * kafkajs 2.2.4 asks for timers in the past when nothing throttles it; Node runs them at once and warns.
 * Drops that one warning and lets all others through.
 */
export function quietenTimeoutWarning(): void {
  if (quiet) return;
  quiet = true;
  const emit = process.emitWarning.bind(process) as (...parts: unknown[]) => void;
  process.emitWarning = (...parts: unknown[]) => {
    if (parts[1] !== 'TimeoutNegativeWarning') emit(...parts);
  };
}
