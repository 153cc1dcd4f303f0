// Cosine similarity.

/** The cosine of the angle between two vectors of one length; 0 when one of them has no direction. */
export function cosine(a, b) {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  a.forEach((x, i) => {
    product += x * b[i];
    squaresA += x * x;
    squaresB += b[i] * b[i];
  });
  return product === 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
}
