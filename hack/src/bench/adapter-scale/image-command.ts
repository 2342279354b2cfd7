/** How a container of an image starts. */
export interface ImageCommand {
  readonly environment: Readonly<Record<string, string>>;
  /** Words before the script: the program and its flags. */
  readonly words: readonly string[];
}

/** What the Dockerfile of a process says of its start: ENV, and ENTRYPOINT in its JSON form without the script. */
export function imageCommand(dockerfile: string): ImageCommand {
  const lines = dockerfile.split('\n');
  const settings = lines
    .filter((line) => line.startsWith('ENV '))
    .flatMap((line) => line.split(' ').slice(1));
  const entry = lines.find((line) => line.startsWith('ENTRYPOINT ['))?.slice('ENTRYPOINT '.length);
  const words = JSON.parse(entry ?? '[]') as readonly string[];
  return {
    environment: Object.fromEntries(settings.map((setting) => setting.split('=', 2))),
    words: words.slice(0, -1),
  };
}
