import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../repository.ts';

const folder = join(repositoryRoot, 'charts/pricecast/dashboards');

/** One query of a panel of a dashboard of the chart. */
export interface DashboardQuery {
  readonly file: string;
  readonly panel: string;
  /** PromQL with the variables of Grafana in it. */
  readonly expression: string;
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

/** Every query of every dashboard that the chart ships. */
export function dashboardQueries(): DashboardQuery[] {
  return readdirSync(folder).flatMap((file) => {
    const { panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Dashboard;
    return panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ file, panel: title, expression: expr })),
    );
  });
}

/** The query as Grafana sends it, over all namespaces. */
export function filledIn(expression: string, rateInterval: string): string {
  return expression.replaceAll('$__rate_interval', rateInterval).replaceAll('$namespace', '.*');
}
