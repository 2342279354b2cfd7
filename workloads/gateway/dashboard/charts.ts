import { byId, waiting } from '@pricecast/page';
import uPlot from 'uplot';
import { type Colours, presentColours } from './colours.ts';
import type { ChartLines, Hole } from './lines.ts';

/** Everything that the two charts of a symbol draw. */
export interface Drawing {
  readonly lines: ChartLines;
  readonly holes: readonly Hole[];
  /** Times of alerts, seconds since the epoch. */
  readonly alerts: readonly number[];
  /** Start of each bar in seconds since the epoch, and its volume. */
  readonly volumes: readonly (readonly [number, number])[];
  /** First and last time that is shown, seconds since the epoch. */
  readonly span: readonly [number, number];
  /** Now, which parts what happened from what is forecast. */
  readonly now: number;
}

const axisWidth = 78;
const priceHeight = 320;
const volumeHeight = 96;

/** The two charts of a symbol, one above the other on the same time axis. */
export class Charts {
  readonly #onPoint: (place: number | undefined) => void;
  readonly #cursors = uPlot.sync('time');
  #plots: { readonly price: uPlot; readonly volume: uPlot } | undefined;
  #drawing: Drawing | undefined;

  /** `onPoint` hears of the place in the lines that the person points at. */
  constructor(onPoint: (place: number | undefined) => void) {
    this.#onPoint = onPoint;
    new ResizeObserver(() => this.#resize()).observe(byId('price-chart'));
    byId('price-chart').addEventListener('keydown', (event) => this.#step(event));
  }

  draw(drawing: Drawing, empty: string): void {
    if (drawing.lines.times.length === 0) {
      this.clear(empty);
      return;
    }
    this.#drawing = drawing;
    this.#plots ??= this.#make(presentColours());
    const { lines, volumes } = drawing;
    const { times, price, lower80, upper80, lower95, upper95 } = lines;
    this.#plots.price.setData(aligned([times, upper95, lower95, upper80, lower80, price]));
    const starts = volumes.map(([time]) => time);
    this.#plots.volume.setData(aligned([starts, volumes.map(([, volume]) => volume)]));
  }

  /** Shows a sentence instead. */
  clear(sentence: string): void {
    this.recolour();
    byId('price-chart').replaceChildren(waiting(sentence));
    byId('volume-chart').replaceChildren();
  }

  /** Drops the charts; the next drawing takes the colours of then. */
  recolour(): void {
    this.#plots?.price.destroy();
    this.#plots?.volume.destroy();
    this.#plots = undefined;
  }

  #make(colours: Colours): { readonly price: uPlot; readonly volume: uPlot } {
    const host = byId('price-chart');
    host.replaceChildren();
    byId('volume-chart').replaceChildren();
    const price = new uPlot(this.#priceOptions(colours), [[]], host);
    const volume = new uPlot(this.#volumeOptions(colours), [[]], byId('volume-chart'));
    price.root.setAttribute('role', 'img');
    price.root.setAttribute('aria-label', 'Price with forecast interval; arrow keys move along the line');
    price.root.tabIndex = 0;
    volume.root.setAttribute('role', 'img');
    volume.root.setAttribute('aria-label', 'Volume');
    return { price, volume };
  }

  #common(colours: Colours, height: number): Omit<uPlot.Options, 'series'> {
    const axis = { stroke: colours.quiet, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false } };
    return {
      width: byId('price-chart').clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, sync: { key: this.#cursors.key }, drag: { x: false, y: false } },
      scales: { x: { time: true, range: () => [...(this.#drawing?.span ?? [0, 1])] as [number, number] } },
      axes: [
        { ...axis, values: (_plot, splits, _axis, _space, increment) => splits.map(timeWords(increment)) },
        { ...axis, size: axisWidth },
      ],
      // Room for half a label behind the last tick.
      padding: [8, 30, 0, 0],
    };
  }

  #priceOptions(colours: Colours): uPlot.Options {
    const edge = { stroke: 'transparent', width: 0, points: { show: false } };
    return {
      ...this.#common(colours, priceHeight),
      series: [{}, edge, edge, edge, edge, { stroke: colours.price, width: 1.75, points: { show: false } }],
      bands: [
        { series: [1, 2], fill: colours.band95 },
        { series: [3, 4], fill: colours.band80 },
      ],
      hooks: {
        drawClear: [(plot) => this.#drawHoles(plot, colours)],
        draw: [(plot) => this.#drawMarks(plot, colours)],
        setCursor: [({ cursor }) => this.#onPoint(cursor.idx ?? undefined)],
      },
    };
  }

  #volumeOptions(colours: Colours): uPlot.Options {
    const paths = uPlot.paths.bars?.({ size: [0.8, 24], align: 1 });
    const common = this.#common(colours, volumeHeight);
    const [times = {}, volumes = {}] = common.axes ?? [];
    return {
      ...common,
      scales: { ...common.scales, y: { range: (_plot, _least, most) => [0, most || 1] } },
      axes: [
        { ...times, values: () => [], size: 8 },
        { ...volumes, space: 24 },
      ],
      series: [
        {},
        {
          stroke: colours.volume,
          fill: colours.volume,
          points: { show: false },
          ...(paths === undefined ? {} : { paths }),
        },
      ],
      hooks: { drawClear: [(plot) => this.#drawHoles(plot, colours)] },
    };
  }

  #drawHoles(plot: uPlot, colours: Colours): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const { from, to } of this.#drawing?.holes ?? []) {
      const left = plot.valToPos(from, 'x', true);
      const width = plot.valToPos(to, 'x', true) - left;
      ctx.fillStyle = colours.gap;
      ctx.fillRect(left, bbox.top, width, bbox.height);
      if (width < 90 * devicePixelRatio || bbox.height < 200) continue;
      ctx.fillStyle = colours['gap-text'];
      ctx.font = `${12 * devicePixelRatio}px system-ui`;
      ctx.textAlign = 'center';
      ctx.fillText('trades missing', left + width / 2, bbox.top + 18 * devicePixelRatio);
    }
    ctx.restore();
  }

  #drawMarks(plot: uPlot, colours: Colours): void {
    const { ctx, bbox } = plot;
    const { alerts = [], now = 0 } = this.#drawing ?? {};
    const bottom = bbox.top + bbox.height;
    ctx.save();
    ctx.strokeStyle = colours.quiet;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    const x = plot.valToPos(now, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.fillStyle = colours.alert;
    for (const time of alerts) {
      const at = plot.valToPos(time, 'x', true);
      if (at < bbox.left || at > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.arc(at, bottom - 8 * devicePixelRatio, 4.5 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  }

  #resize(): void {
    const width = byId('price-chart').clientWidth;
    this.#plots?.price.setSize({ width, height: priceHeight });
    this.#plots?.volume.setSize({ width, height: volumeHeight });
  }

  #step(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const plot = this.#plots?.price;
    if (step === undefined || plot === undefined) return;
    event.preventDefault();
    const { times = [], price = [] } = this.#drawing?.lines ?? {};
    const place = pricedPlace(price, (plot.cursor.idx ?? price.length) + step, step);
    if (place === undefined) return;
    const left = plot.valToPos(times[place] ?? 0, 'x');
    plot.setCursor({ left, top: plot.bbox.height / devicePixelRatio / 2 });
  }
}

/** The next place that has a price, from one on in the direction of a step. */
function pricedPlace(
  price: readonly (number | null | undefined)[],
  from: number,
  step: number,
): number | undefined {
  for (let place = from; place >= 0 && place < price.length; place += step)
    if (typeof price[place] === 'number') return place;
  return undefined;
}

/** Time of the day, with seconds where the ticks need them. */
function timeWords(increment: number): (second: number) => string {
  const options = { hour: '2-digit', minute: '2-digit' } as const;
  const withSeconds = increment < 60 ? ({ ...options, second: '2-digit' } as const) : options;
  return (second) => new Date(second * 1_000).toLocaleTimeString('en-GB', withSeconds);
}

/** uPlot declares its data as its own to change, and does not change it. */
function aligned(columns: readonly (readonly (number | null | undefined)[])[]): uPlot.AlignedData {
  return columns.map((column) => [...column]) as uPlot.AlignedData;
}
