import type { Image } from './image.ts';

/** Builds an image and sends it to its registry. */
export interface Pusher {
  push(image: Image, reference: string): Promise<void>;
  readonly log: string;
}
