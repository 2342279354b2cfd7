import { readColours } from '@pricecast/page';

const names = ['quiet', 'grid', 'price', 'band80', 'band95', 'volume', 'gap', 'gap-text', 'alert'] as const;

/** The colours of the style sheet as a canvas takes them. */
export type Colours = Readonly<Record<(typeof names)[number], string>>;

/** The colours as they are now. */
export const presentColours = (): Colours => readColours(names, document.body);
