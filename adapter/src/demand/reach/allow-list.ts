import { BlockList, isIP } from 'node:net';

/** An address and a port that could be connected to. */
export interface Endpoint {
  /** IP address, version 4 or 6. */
  readonly address: string;
  readonly port: number;
}

interface Network {
  readonly network: string;
  readonly prefix: number;
}

type Entry =
  | ({ readonly kind: 'Network'; readonly port: number | undefined; readonly list: BlockList } & Network)
  | { readonly kind: 'Host'; readonly port: number | undefined; readonly host: string };

/**
 * Networks in which no source of demand lies: this machine, its links with the metadata services of clouds, groups,
 * and IPv4 in the disguise of NAT64 (RFC 6890). An entry has to name such a network itself, `0.0.0.0/0` does not.
 */
const special: readonly Network[] = [
  { network: '0.0.0.0', prefix: 8 },
  { network: '127.0.0.0', prefix: 8 },
  { network: '169.254.0.0', prefix: 16 },
  { network: '224.0.0.0', prefix: 3 },
  { network: '::', prefix: 127 },
  { network: '64:ff9b::', prefix: 96 },
  { network: 'fe80::', prefix: 10 },
  // Metadata of AWS by IPv6.
  { network: 'fd00:ec2::', prefix: 32 },
  { network: 'ff00::', prefix: 8 },
];
const specialLists = special.map((network) => ({ ...network, list: listOf(network) }));

/** What an administrator lets sources reach beside the pods of their own namespace. */
export class AllowList {
  readonly #entries: readonly Entry[];

  private constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  /**
   * Entries are an address, a network (`10.1.0.0/16`), a host (`db.example.com`) or its subdomains (`*.example.com`),
   * each with a port where only that one is meant; IPv6 with a port stands in brackets.
   * @throws Error `ALLOW_LIST_INVALID`
   */
  static parse(entries: readonly string[]): AllowList {
    return new AllowList(entries.map(entryOf));
  }

  /** Whether a name may be looked up and its addresses be used, as far as they are no special ones. */
  allowsHost(host: string, port: number): boolean {
    return this.#entries.some((entry) => entry.kind === 'Host' && fits(entry, port) && isNamed(entry, host));
  }

  /** Whether an address may be connected to because it stands in the list. */
  allowsAddress({ address, port }: Endpoint): boolean {
    const around = specialLists.filter(({ list }) => contains(list, address));
    return this.#entries.some(
      (entry) =>
        entry.kind === 'Network' &&
        fits(entry, port) &&
        contains(entry.list, address) &&
        around.every(({ list, prefix }) => entry.prefix >= prefix && contains(list, entry.network)),
    );
  }

  /** Whether any address stands in the list; otherwise nothing need be looked up to know that it is refused. */
  get hasNetworks(): boolean {
    return this.#entries.some(({ kind }) => kind === 'Network');
  }
}

/** Whether an address is this machine's, its links' or a group's. What is no address counts as special. */
export const isSpecial = (address: string): boolean =>
  isIP(address) === 0 || specialLists.some(({ list }) => contains(list, address));

const fits = ({ port }: Entry, wanted: number): boolean => port === undefined || port === wanted;

function isNamed({ host: named }: Extract<Entry, { kind: 'Host' }>, host: string): boolean {
  const plain = host.toLowerCase().replace(/\.$/, '');
  return named.startsWith('*.') ? plain.endsWith(named.slice(1)) : plain === named;
}

/** Node finds IPv4 also where it is written as IPv6, `::ffff:10.0.0.1`. */
const contains = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

function listOf({ network, prefix }: Network): BlockList {
  const list = new BlockList();
  list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

const hostPattern = /^(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

function entryOf(text: string): Entry {
  const { host, port } = splitPort(text.trim().toLowerCase());
  const [address = '', bits] = host.split('/');
  const version = isIP(address);
  if (version === 0) {
    if (bits !== undefined || !hostPattern.test(host)) throw invalid(text);
    return { kind: 'Host', host, port };
  }
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && prefix <= most)) throw invalid(text);
  const network = { network: address, prefix };
  return { kind: 'Network', ...network, port, list: listOf(network) };
}

function splitPort(text: string): { readonly host: string; readonly port: number | undefined } {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const plain = bracketed ?? /^([^:]+):(\d{1,5})$/.exec(text);
  if (plain === null) return { host: text, port: undefined };
  const [, host = '', port] = plain;
  return { host, port: port === undefined ? undefined : portOf(port, text) };
}

function portOf(port: string, text: string): number {
  const number = Number(port);
  if (number < 1 || number > 65_535) throw invalid(text);
  return number;
}

const invalid = (text: string): Error =>
  new Error(`ALLOW_LIST_INVALID: "${text}" is no address, network or host, with or without a port`);
