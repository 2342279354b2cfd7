export { Processor, type ProcessorParts } from './processor.ts';
