/** Mount points at or below any of `roots`, deepest and newest first: the order in which they can be taken away. */
export function mountsBelow(mountInfo: string, roots: readonly string[]): readonly string[] {
  const points = mountInfo.split('\n').flatMap((line) => {
    const point = line.split(' ')[4];
    return point === undefined ? [] : [unescapeOctal(point)];
  });
  const isBelow = (point: string) => roots.some((root) => point === root || point.startsWith(`${root}/`));
  return points.filter(isBelow).reverse();
}

/** The kernel writes blanks, tabs, line ends and backslashes as `\040` and the like. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
