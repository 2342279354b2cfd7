export { onColourScheme, readColours } from './colours.ts';
export { byId, element, waiting } from './elements.ts';
