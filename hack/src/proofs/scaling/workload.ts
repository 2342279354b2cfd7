/** What a sample workload is made of. */
export interface Workload {
  readonly name: string;
  readonly image: string;
  readonly replicas: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A Deployment of one container on port 8080, under the restricted Pod Security Standard. */
export const workloadDeployment = ({ name, image, replicas, environment }: Workload): object => {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 5,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'main',
              image,
              imagePullPolicy: 'Never',
              ports: [{ name: 'http', containerPort: 8_080 }],
              env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
              readinessProbe: { httpGet: { path: '/', port: 8_080 }, periodSeconds: 1, timeoutSeconds: 5 },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
};
