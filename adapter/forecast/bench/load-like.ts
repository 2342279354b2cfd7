/** A load with a day, a week and noise that grows with it; the same numbers at every call. */
export function loadLike(length: number, stepSeconds: number): number[] {
  const day = 86_400 / stepSeconds;
  return Array.from({ length }, (_, time) => {
    const noise = Math.abs((Math.sin(time * 12.9898) * 43758.5453) % 1) - 0.5;
    const shape = 2 + Math.sin((2 * Math.PI * time) / day) + 0.4 * Math.sin((2 * Math.PI * time) / (7 * day));
    return 100 * shape * (1 + 0.2 * noise);
  });
}
