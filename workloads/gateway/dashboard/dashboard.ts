import type { Alert, Bar, CleanTrade, Prediction } from '@pricecast/market';
import { byId, element, onColourScheme } from '@pricecast/page';
import type { HealthView } from '../src/gateway.ts';
import { fetchPipeline, fetchSnapshot, type PipelineView } from './answers.ts';
import { Charts, type Drawing } from './charts.ts';
import { listen } from './live.ts';
import { showAlerts, showFigures, showForecasts, showStages } from './panels.ts';
import { ranges, SymbolView } from './symbol-view.ts';
import { clockWords, numberWords, priceWords } from './words.ts';

const retryMilliseconds = 2_000;
const frameMilliseconds = 250;

/** The page: one pipeline, one symbol at a time. */
class Dashboard {
  readonly #charts = new Charts((place) => this.#point(place));
  #pipeline: PipelineView | undefined;
  #symbol = '';
  #view = new SymbolView();
  #range = ranges.short;
  #drawing: Drawing | undefined;
  #stop: () => void = () => undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  start(): void {
    byId('symbol').addEventListener('change', ({ target }) => {
      if (target instanceof HTMLSelectElement) this.#choose(target.value);
    });
    byId('range').addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement)
        this.#range = ranges[target.value === 'long' ? 'long' : 'short'];
      this.#draw();
    });
    onColourScheme(() => {
      this.#charts.recolour();
      this.#draw();
    });
    showStages([]);
    showForecasts([]);
    showAlerts([]);
    this.#charts.clear('Waiting for the gateway');
    setInterval(() => this.#draw(), frameMilliseconds);
    void this.#find();
  }

  /** Asks what is served until there is a symbol. */
  async #find(): Promise<void> {
    try {
      this.#pipeline = await fetchPipeline();
    } catch {
      this.#connection('lost', 'Gateway does not answer');
      this.#later(() => this.#find());
      return;
    }
    const { namespace = '', name = '', symbols = [] } = this.#pipeline ?? {};
    byId('pipeline').textContent = `${namespace}/${name}`;
    const [first] = symbols;
    if (first === undefined) {
      this.#connection('waiting', 'Waiting for trades');
      this.#charts.clear('Waiting for the first trade');
      this.#later(() => this.#find());
      return;
    }
    this.#offer(symbols);
    const wanted = [this.#symbol, location.hash.slice(1)].find((symbol) => symbols.includes(symbol));
    this.#choose(wanted ?? first);
  }

  #offer(symbols: readonly string[]): void {
    const select = byId('symbol');
    select.replaceChildren(...symbols.map((symbol) => element('option', { value: symbol }, symbol)));
    select.removeAttribute('disabled');
  }

  #choose(symbol: string): void {
    this.#stop();
    this.#symbol = symbol;
    history.replaceState(null, '', `#${symbol}`);
    this.#view = new SymbolView();
    const select = byId('symbol');
    if (select instanceof HTMLSelectElement) select.value = symbol;
    byId('synthetic').hidden = !this.#pipeline?.syntheticSymbols.includes(symbol);
    void this.#load(symbol);
  }

  /** Reads what there is and listens from there on. */
  async #load(symbol: string): Promise<void> {
    try {
      const snapshot = await fetchSnapshot(this.#pipeline?.name ?? '', symbol);
      if (symbol !== this.#symbol) return;
      this.#view.load(snapshot);
      this.#health(snapshot.health);
      this.#show();
      this.#listen(symbol, snapshot.position);
    } catch {
      this.#connection('lost', 'Gateway does not answer');
      this.#later(() => this.#find());
    }
  }

  #listen(symbol: string, position: string): void {
    this.#stop();
    this.#stop = listen(symbol, position, {
      open: () => this.#connection('live', 'Live'),
      messages: (channel, messages) => this.#take(channel, messages),
      missed: () => {
        this.#stop();
        void this.#load(symbol);
      },
      health: (health) => this.#health(health as HealthView),
      lost: (givenUp) => {
        this.#connection('lost', 'Connection lost, trying again');
        if (!givenUp) return;
        this.#stop();
        this.#later(() => this.#find());
      },
    });
  }

  #take(channel: string, messages: readonly unknown[]): void {
    if (channel === 'trades') for (const trade of messages as CleanTrade[]) this.#view.addTrade(trade);
    if (channel === 'bars') for (const bar of messages as Bar[]) this.#view.addBar(bar);
    if (channel === 'predictions') for (const one of messages as Prediction[]) this.#view.addPrediction(one);
    if (channel === 'alerts') for (const alert of messages as Alert[]) this.#view.addAlert(alert);
    if (channel === 'alerts') showAlerts(this.#view.alerts);
  }

  #health({ figures, stages, forecasts }: HealthView): void {
    showFigures(figures);
    showStages(stages);
    showForecasts(forecasts);
  }

  #show(): void {
    showAlerts(this.#view.alerts);
    this.#draw();
  }

  #draw(): void {
    const { lastTrade } = this.#view;
    byId('last-price').textContent = lastTrade === undefined ? '' : priceWords(lastTrade.price);
    if (this.#symbol === '') return;
    this.#drawing = this.#view.drawing(this.#range, Date.now() / 1_000);
    this.#charts.draw(this.#drawing, `Waiting for trades of ${this.#symbol}`);
  }

  /** Says in words what the person points at. */
  #point(place: number | undefined): void {
    const { lines } = this.#drawing ?? {};
    const time = place === undefined ? undefined : lines?.times[place];
    if (lines === undefined || place === undefined || time === undefined) {
      byId('readout').textContent = '';
      return;
    }
    const price = lines.price[place];
    const [lower, upper] = [lines.lower95[place], lines.upper95[place]];
    const words = [
      clockWords(time * 1_000),
      typeof price === 'number' ? `price ${numberWords(price)}` : '',
      typeof lower === 'number' && typeof upper === 'number'
        ? `95 %: ${numberWords(lower)} to ${numberWords(upper)}`
        : '',
    ];
    byId('readout').textContent = words.filter((part) => part !== '').join(' · ');
  }

  #connection(state: 'live' | 'lost' | 'waiting', words: string): void {
    const badge = byId('connection');
    if (badge.textContent === words) return;
    badge.dataset.state = state;
    badge.textContent = words;
  }

  #later(act: () => Promise<void>): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void act(), retryMilliseconds);
  }
}

new Dashboard().start();
