import { execa } from 'execa';
import { network } from '../cluster/network.ts';

/** Whether the bridge is there with the node address. */
export async function bridgeIsUp(): Promise<boolean> {
  const { exitCode, stdout } = await execa('ip', ['-json', 'address', 'show', 'dev', network.bridge], {
    reject: false,
  });
  return exitCode === 0 && stdout.includes(`"local":"${network.nodeAddress}"`);
}

/** Whether there is a link of that name, whosever it is. */
export async function bridgeExists(): Promise<boolean> {
  return (await execa('ip', ['link', 'show', 'dev', network.bridge], { reject: false })).exitCode === 0;
}

/** Makes the bridge whose address is the node's. It exists before the first pod, because servers listen on it. */
export async function createBridge(): Promise<void> {
  if (!(await bridgeExists())) await execa('ip', ['link', 'add', 'name', network.bridge, 'type', 'bridge']);
  const prefix = network.podSubnet.split('/')[1];
  await execa('ip', ['address', 'replace', `${network.nodeAddress}/${prefix}`, 'dev', network.bridge]);
  await execa('ip', ['link', 'set', network.bridge, 'up']);
}

/** Takes the bridge away; the links of its pods went with their network namespaces. */
export async function deleteBridge(): Promise<void> {
  await execa('ip', ['link', 'delete', network.bridge], { reject: false });
}
