/**
 * Solves (A + ridge·diag(A)) x = b in place for a symmetric positive definite A, of which only the lower
 * triangle is read and which is overwritten by its factor. A pivot that rounding made too small marks a
 * column that the others already explain: its coefficient becomes zero.
 * (Golub and Van Loan, Matrix Computations, algorithm 4.2.1.)
 */
export function solveCholesky(a: Float64Array, b: Float64Array, size: number): void {
  factor(a, size);
  for (let row = 0; row < size; row += 1) {
    const at = row * size;
    let sum = b[row] as number;
    for (let k = 0; k < row; k += 1) sum -= (a[at + k] as number) * (b[k] as number);
    b[row] = (a[at + row] as number) > 0 ? sum / (a[at + row] as number) : 0;
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = b[row] as number;
    for (let k = row + 1; k < size; k += 1) sum -= (a[k * size + row] as number) * (b[k] as number);
    const pivot = a[row * size + row] as number;
    b[row] = pivot > 0 ? sum / pivot : 0;
  }
}

const smallestPivot = 1e-12;

function factor(a: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    const at = row * size;
    for (let column = 0; column < row; column += 1) {
      const from = column * size;
      let sum = a[at + column] as number;
      for (let k = 0; k < column; k += 1) sum -= (a[at + k] as number) * (a[from + k] as number);
      const pivot = a[from + column] as number;
      a[at + column] = pivot > 0 ? sum / pivot : 0;
    }
    const diagonal = a[at + row] as number;
    let rest = diagonal;
    for (let k = 0; k < row; k += 1) rest -= (a[at + k] as number) * (a[at + k] as number);
    a[at + row] = rest > smallestPivot * diagonal ? Math.sqrt(rest) : 0;
  }
}

/** Adds a row to the lower half of XᵀX, row by row, and to Xᵀy: what `solveCholesky` takes. */
export function addRow(gram: Float64Array, right: Float64Array, row: Float64Array, target: number): void {
  const size = row.length;
  for (let i = 0; i < size; i += 1) {
    const left = row[i] as number;
    right[i] = (right[i] as number) + left * target;
    for (let j = 0; j <= i; j += 1)
      gram[i * size + j] = (gram[i * size + j] as number) + left * (row[j] as number);
  }
}
