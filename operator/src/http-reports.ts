import { opsPort } from '@pricecast/crds';
import { stageReportSchema } from '@pricecast/runtime';
import { Agent, request } from 'undici';
import type { ReportReading } from './price-pipeline/observed.ts';
import type { Reports } from './price-pipeline/ports.ts';

const timeoutMs = 2_000;
const largestBytes = 65_536;

/** Reads `GET /report` from the ops ports of pods. Redirects are not followed. */
export class HttpReports implements Reports {
  readonly #port: number;
  readonly #agent = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: largestBytes,
    keepAliveTimeout: 1_000,
  });

  constructor(port: number = opsPort.number) {
    this.#port = port;
  }

  async read(address: string, signal: AbortSignal): Promise<ReportReading> {
    const host = address.includes(':') ? `[${address}]` : address;
    try {
      const url = `http://${host}:${this.#port}/report`;
      const { statusCode, body } = await request(url, { dispatcher: this.#agent, signal });
      const text = await body.text();
      if (statusCode !== 200) return unavailable(`it answers with status ${statusCode}`);
      return parse(text);
    } catch (error) {
      signal.throwIfAborted();
      return unavailable(codeOf(error));
    }
  }

  /** Closes connections that are kept open. */
  async close(): Promise<void> {
    await this.#agent.close();
  }
}

const parse = (text: string): ReportReading => {
  const parsed = stageReportSchema.safeParse(JSON.parse(text));
  return parsed.success ? { kind: 'Report', report: parsed.data } : unavailable('its answer is no report');
};

const unavailable = (what: string): ReportReading => ({ kind: 'Unavailable', what });

const codeOf = (error: unknown): string => {
  if (error instanceof SyntaxError) return 'its answer is no report';
  return error instanceof Error && 'code' in error ? `${error.code}` : 'the connection failed';
};
