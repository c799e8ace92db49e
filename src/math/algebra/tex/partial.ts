/**
 * The TeX of a partial derivative: `partial("E", "w_{5}")` is `\frac{\partial E}{\partial w_{5}}`. Several
 * variables give a derivative of higher order.
 */
export function partial(numerator: string, ...variables: readonly string[]): string {
  const order = variables.length === 1 ? "" : `^{${variables.length}}`;
  const distinct = [...new Set(variables)];
  const below = distinct.map((variable) => {
    const count = variables.filter((each) => each === variable).length;
    if (count === 1) return `\\partial ${variable}`;
    return `\\partial ${variable.includes("^") ? `(${variable})` : variable}^{${count}}`;
  });
  return `\\frac{\\partial${order} ${numerator}}{${below.join(" ")}}`;
}
