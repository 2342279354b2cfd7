import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { sentenceOf } from '../failure.ts';
import type { Health } from './step.ts';

/** Whether GET answers 200 within a second. `authority` is the PEM file that the server's certificate must come from. */
export async function answersOk(url: string, authority?: string): Promise<Health> {
  try {
    const status = await getStatus(url, authority);
    return status === 200 || `${url} answers ${status}`;
  } catch (error) {
    return `${url} does not answer: ${sentenceOf(error)}`;
  }
}

function getStatus(url: string, authority: string | undefined): Promise<number | undefined> {
  const options = {
    timeout: 1000,
    agent: false,
    ...(authority === undefined ? {} : { ca: readFileSync(authority) }),
  };
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 1 s')));
    request.on('error', reject);
    request.end();
  });
}

/** Whether something accepts connections on a Unix socket. */
export function accepts(socket: string): Promise<Health> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const finish = (health: Health) => {
      connection.destroy();
      resolve(health);
    };
    connection.on('connect', () => finish(true));
    connection.on('error', (error) => finish(`nothing listens on ${socket}: ${error.message}`));
  });
}
