import { byId, element } from '@pricecast/page';
import { StoryView } from './story-view.ts';
import { type ListedScaler, listScalers, storyOf, type Visit } from './visit.ts';

/** How often a scaler is looked at again, in milliseconds. */
const lookMs = 10_000;

const view = new StoryView(byId('scaler'));
/** What is shown; a look that comes back late about something else is dropped. */
let shown: { readonly visit: Visit; readonly scaler: string } | undefined;

byId('visit').addEventListener('submit', (event) => {
  event.preventDefault();
  void begin({ namespace: written('namespace'), token: written('token') });
});
setInterval(() => void look(), lookMs);

const written = (id: string): string => (byId(id) as HTMLInputElement).value.trim();

async function begin(visit: Visit): Promise<void> {
  shown = undefined;
  byId('scalers').replaceChildren();
  try {
    const scalers = await listScalers(visit);
    const [first] = scalers;
    if (first === undefined) view.say(`Namespace ${visit.namespace} has no scaler that has decided.`);
    else choose(visit, scalers, first.scaler);
  } catch (error) {
    view.say(sentenceOf(error));
  }
}

function choose(visit: Visit, scalers: readonly ListedScaler[], scaler: string): void {
  shown = { visit, scaler };
  byId('scalers').replaceChildren(
    ...scalers.map((one) => {
      const current: Readonly<Record<string, string>> =
        one.scaler === scaler ? { 'aria-current': 'true' } : {};
      const button = element('button', { type: 'button', ...current }, one.scaler);
      button.addEventListener('click', () => choose(visit, scalers, one.scaler));
      return button;
    }),
  );
  void look();
}

async function look(): Promise<void> {
  const wanted = shown;
  if (wanted === undefined || document.hidden) return;
  try {
    const story = await storyOf(wanted.visit, wanted.scaler);
    if (shown === wanted) view.show(wanted.scaler, story);
  } catch (error) {
    if (shown === wanted) view.say(sentenceOf(error));
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
