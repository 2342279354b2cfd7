/** A program or file that has to be on the machine, and the Debian package that brings it. */
export interface NeededProgram {
  readonly name: string;
  readonly package: string;
}

const needed = (name: string, debianPackage = name): NeededProgram => ({ name, package: debianPackage });

/** What the running cluster calls. */
export const runtimePrograms: readonly NeededProgram[] = [
  needed('containerd'),
  needed('runc'),
  needed('/usr/lib/cni/bridge', 'containernetworking-plugins'),
  needed('buildah'),
  needed('iptables'),
  needed('nft', 'nftables'),
  needed('conntrack'),
  needed('ip', 'iproute2'),
  needed('ss', 'iproute2'),
  needed('openssl'),
];

/** What builds the tools; not needed any more once they are in the cache. */
export const buildPrograms: readonly NeededProgram[] = [needed('go', 'golang-go'), needed('mvn', 'maven')];

/** Kafka's image is linked from the JDK of the machine, whose version is part of what is cached. */
export const imagePrograms: readonly NeededProgram[] = [needed('jlink', 'default-jdk-headless')];

/** What checks the project beside its own programs: a Kafka client that is not ours, a browser, servers of demand. */
export const testPrograms: readonly NeededProgram[] = [
  needed('kcat'),
  needed('chromium'),
  needed('prometheus'),
  needed('redis-server'),
];
