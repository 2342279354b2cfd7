export { Processor, type ProcessorParts, processorGroup } from './processor.ts';
