export { Forecaster, type ForecasterParts } from './forecaster.ts';
export type { HorizonForecast } from './models/horizon-forecaster.ts';
export type { PointForecast } from './models/log-target.ts';
export { type SymbolForecast, SymbolForecaster } from './models/symbol-forecaster.ts';
