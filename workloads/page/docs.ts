import { byId } from './src/index.ts';

/** What the file swagger-ui-bundle.js leaves on the page. */
declare const SwaggerUIBundle: (options: {
  readonly url: string;
  readonly dom_id: string;
  readonly deepLinking: boolean;
  readonly defaultModelsExpandDepth: number;
}) => void;

const root = byId('interface');

SwaggerUIBundle({
  url: root.dataset.description ?? '',
  dom_id: '#interface',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
});
