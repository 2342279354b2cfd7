/** Longest answer of a pod that is read, in characters. */
export const longestMetrics = 8_000_000;

/**
 * Sum of all series of one metric in the text format of Prometheus (exposition format 0.0.4, which OpenMetrics
 * shares as far as this goes). Undefined when there is no series, or a value or the sum is no number.
 */
export function sumOfMetric(text: string, metric: string): number | undefined {
  let sum: number | undefined;
  for (let begin = 0; begin < text.length; ) {
    const end = endOfLine(text, begin);
    if (text.startsWith(metric, begin)) {
      const value = valueAfter(text.slice(begin + metric.length, end));
      if (value === 'Unreadable') return undefined;
      if (value !== undefined) sum = (sum ?? 0) + value;
    }
    begin = end + 1;
  }
  return sum === undefined || Number.isFinite(sum) ? sum : undefined;
}

const endOfLine = (text: string, begin: number): number => {
  const end = text.indexOf('\n', begin);
  return end < 0 ? text.length : end;
};

/** The value after the name; undefined where the line is about another metric whose name begins alike. */
function valueAfter(rest: string): number | 'Unreadable' | undefined {
  const after = rest.startsWith('{') ? afterLabels(rest) : rest;
  if (after === undefined) return 'Unreadable';
  if (!/^[ \t]/.test(after)) return undefined;
  const [word = ''] = after.trim().split(/[ \t]+/);
  const value = Number(word);
  return word !== '' && Number.isFinite(value) ? value : 'Unreadable';
}

/** What follows the closing brace; braces and quotes inside of label values do not count. */
function afterLabels(rest: string): string | undefined {
  const labels = /^\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\}/.exec(rest);
  return labels === null ? undefined : rest.slice(labels[0].length);
}
