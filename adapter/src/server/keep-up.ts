import type { Clock } from '@pricecast/kube';

/** How often what lies in files is compared with what is in use, in milliseconds. */
const lookMs = 2_000;

/**
 * Looks now, and again each two seconds until what is returned is called. A look that fails is told, and what is in
 * use stays in use. Resolves after the first look.
 */
export async function keepUp(
  clock: Pick<Clock, 'after'>,
  look: () => Promise<void>,
  failed: (error: unknown) => void,
): Promise<() => void> {
  let cancel = () => {};
  let isOver = false;
  const lookAgain = async () => {
    try {
      await look();
    } catch (error) {
      failed(error);
    }
    if (!isOver) cancel = clock.after(lookMs, () => void lookAgain());
  };
  await lookAgain();
  return () => {
    isOver = true;
    cancel();
  };
}
