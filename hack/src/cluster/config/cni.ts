import { network } from '../network.ts';

/** CNI chain of the node: a bridge with addresses of the pod subnet, and host ports. */
export function cniConfig(settings: { readonly addresses: string; readonly masquerade: boolean }): string {
  const bridge = {
    type: 'bridge',
    bridge: network.bridge,
    isGateway: true,
    hairpinMode: true,
    ipMasq: settings.masquerade,
    ipam: {
      type: 'host-local',
      dataDir: settings.addresses,
      ranges: [
        [{ subnet: network.podSubnet, rangeStart: network.firstPodAddress, gateway: network.nodeAddress }],
      ],
      routes: [{ dst: '0.0.0.0/0' }],
    },
  };
  const list = {
    cniVersion: '1.0.0',
    name: 'pricecast',
    plugins: [bridge, { type: 'portmap', capabilities: { portMappings: true } }],
  };
  return `${JSON.stringify(list, null, 2)}\n`;
}
