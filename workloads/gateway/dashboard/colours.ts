const names = ['quiet', 'grid', 'price', 'band80', 'band95', 'volume', 'gap', 'gap-text', 'alert'] as const;

/** The colours of the style sheet as a canvas takes them. */
export type Colours = Readonly<Record<(typeof names)[number], string>>;

/** Reads the colours as they are now: the browser resolves light and dark only where a colour is used. */
export function readColours(): Colours {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(names.map((name) => [name, read(name)])) as Colours;
  probe.remove();
  return colours;
}

/** Calls back when the person changes between light and dark. */
export function onColourScheme(callback: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
}
