import type { StreamError } from '@pricecast/stream';
import { type UnreadDemand, unread } from '../reading.ts';

const reasons: Partial<Readonly<Record<StreamError['code'], UnreadDemand['reason']>>> = {
  AUTHENTICATION_FAILED: 'DemandRefused',
  AUTHORIZATION_FAILED: 'DemandRefused',
  SETTINGS_UNREADABLE: 'DemandRefused',
  TLS_FAILED: 'DemandRefused',
  TLS_UNTRUSTED: 'DemandRefused',
};

/** The reading that tells of a fault between us and Kafka. */
export const unreadKafka = ({ code, message }: StreamError): UnreadDemand =>
  unread(reasons[code] ?? 'DemandUnreachable', message);
