/** Reads colours of the style sheet as a canvas takes them: the browser resolves light and dark only where one is used. */
export function readColours<Name extends string>(
  names: readonly Name[],
  host: HTMLElement,
): Readonly<Record<Name, string>> {
  const probe = document.createElement('span');
  host.append(probe);
  const read = (name: Name): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>;
  probe.remove();
  return colours;
}

/** Calls back when the person changes between light and dark. */
export function onColourScheme(callback: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
}
