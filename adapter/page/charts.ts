import { element, onColourScheme, readColours } from '@pricecast/page';
import uPlot from 'uplot';
import type { Series } from './series.ts';

const height = { load: 240, pods: 150 } as const;
const names = ['text', 'quiet', 'grid', 'load', 'band', 'wanted', 'present'] as const;
type Colours = Readonly<Record<(typeof names)[number], string>>;

/** Load with its band, and below it pods, on one time axis. Made anew when something changes. */
export class Charts {
  readonly root = element('div', { class: 'charts' });
  #plots: readonly uPlot[] = [];
  #series: Series | undefined;

  constructor() {
    new ResizeObserver(() => this.#resize()).observe(this.root);
    onColourScheme(() => this.#draw());
  }

  show(series: Series): void {
    this.#series = series;
    this.#draw();
  }

  #draw(): void {
    if (this.#series === undefined || this.root.clientWidth === 0) return;
    for (const plot of this.#plots) plot.destroy();
    const colours = readColours(names, this.root);
    const { times, load, median, upper, wanted, present, plainHpa } = this.#series;
    const width = this.root.clientWidth;
    const loads = aligned([times, upper, median, load]);
    const pods = aligned([times, plainHpa, present, wanted]);
    this.#plots = [
      labelled(
        new uPlot({ width, ...loadOptions(colours) }, loads, this.root),
        'Load with the band of its forecast',
      ),
      labelled(
        new uPlot({ width, ...podOptions(colours) }, pods, this.root),
        'Pods wanted, present and of a plain HPA',
      ),
    ];
  }

  #resize(): void {
    if (this.#plots.length === 0) this.#draw();
    const [load, pods] = this.#plots;
    load?.setSize({ width: this.root.clientWidth, height: height.load });
    pods?.setSize({ width: this.root.clientWidth, height: height.pods });
  }
}

type Options = Omit<uPlot.Options, 'width'>;

function common(colours: Colours, tall: number): Omit<Options, 'series'> {
  const axis = { stroke: colours.quiet, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false } };
  return {
    height: tall,
    legend: { live: true },
    cursor: { y: false, sync: { key: 'scaler' }, drag: { x: false, y: false } },
    axes: [
      { ...axis, size: 28, values: (_plot, splits) => splits.map(timeOfDay) },
      { ...axis, size: 64 },
    ],
    scales: { y: { range: (_plot, _least, most) => [0, (most || 1) * 1.1] } },
    padding: [8, 12, 0, 0],
  };
}

function loadOptions(colours: Colours): Options {
  const edge = { stroke: 'transparent', width: 0, points: { show: false }, value: shown };
  return {
    ...common(colours, height.load),
    series: [
      { label: 'Time', value: (_plot, time) => (time === null ? '–' : timeOfDay(time)) },
      { ...edge, label: 'Forecast, 0.9' },
      { ...edge, label: 'Forecast, 0.5' },
      { label: 'Load', stroke: colours.load, width: 1.75, points: { show: false }, value: shown },
    ],
    bands: [{ series: [1, 2], fill: colours.band }],
  };
}

function podOptions(colours: Colours): Options {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  const step = { points: { show: false }, value: shown, ...(paths === undefined ? {} : { paths }) };
  return {
    ...common(colours, height.pods),
    series: [
      { label: 'Time', value: (_plot, time) => (time === null ? '–' : timeOfDay(time)) },
      { ...step, label: 'Plain HPA', stroke: colours.quiet, width: 1.25, dash: [4, 4] },
      { ...step, label: 'Present', stroke: colours.present, width: 1.75 },
      { ...step, label: 'Wanted', stroke: colours.wanted, width: 2 },
    ],
  };
}

const shown = (_plot: uPlot, value: number | null): string =>
  value === null || value === undefined ? '–' : String(Number(value.toPrecision(3)));

const timeOfDay = (second: number): string => new Date(second * 1_000).toLocaleTimeString('en-GB');

function labelled(plot: uPlot, label: string): uPlot {
  plot.root.setAttribute('role', 'img');
  plot.root.setAttribute('aria-label', label);
  return plot;
}

/** uPlot declares its data as its own to change, and does not change it. */
const aligned = (columns: readonly (readonly (number | null)[])[]): uPlot.AlignedData =>
  columns.map((column) => [...column]) as uPlot.AlignedData;
