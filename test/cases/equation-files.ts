import { type Draws, drawsFrom } from "../support/draws.js";

/** One kind of file of equations, with its numbers drawn. */
export interface EquationCase {
  readonly name: string;
  readonly file: (draws: Draws) => object;
}

/** The same file with other numbers for another seed. */
export const equationFile = ({ file }: EquationCase, seed: number): object => file(drawsFrom(seed));

/** Models that a list of layers cannot say, one for each thing that indices can do. */
export const equationCases: readonly EquationCase[] = [
  {
    name: "a dense layer",
    file: ({ tensor }) => ({
      given: { x: tensor(3), t: tensor(2) },
      parameters: { W: tensor(2, 3), b: tensor(2) },
      equations: {
        "h[j]": "tanh(sum(i, W[j,i]*x[i]) + b[j])",
        E: "sum(j, (h[j] - t[j])^2) / 2",
      },
    }),
  },
  {
    name: "a convolution with padding",
    file: ({ tensor }) => ({
      sizes: { k: 3, t: 5 },
      given: { x: tensor(5), y: tensor(2, 5) },
      parameters: { w: tensor(2, 3), b: tensor(2) },
      equations: {
        "p[0]": "0",
        "p[n]": "x[n]",
        "p[6]": "0",
        "z[c,t]": "sum(k, w[c,k]*p[t+k-2]) + b[c]",
        E: "sum(c, t, (tanh(z[c,t]) - y[c,t])^2)",
      },
    }),
  },
  {
    name: "a convolution with a stride of two",
    file: ({ tensor }) => ({
      sizes: { t: 3, k: 3 },
      given: { x: tensor(7), y: tensor(3) },
      parameters: { w: tensor(3), b: tensor() },
      equations: {
        "z[t]": "sum(k, w[k]*x[2*t+k-2]) + b",
        E: "mean(t, (sigmoid(z[t]) - y[t])^2)",
      },
    }),
  },
  {
    name: "a convolution in two dimensions with max-pooling",
    file: ({ tensor }) => ({
      sizes: { i: 4, j: 4, p: 2, q: 2, a: 2, b: 2, u: 2, v: 2 },
      given: { x: tensor(5, 5) },
      parameters: { w: tensor(2, 2), c: tensor(2, 2) },
      equations: {
        "z[i,j]": "sum(p, q, w[p,q]*x[i+p-1,j+q-1])",
        "m[u,v]": "max(a, b, z[2*u+a-2,2*v+b-2])",
        E: "sum(u, v, (m[u,v] - c[u,v])^2)",
      },
    }),
  },
  {
    name: "a recurrence with a learned boundary",
    file: ({ tensor }) => ({
      given: { x: tensor(4), y: tensor(4) },
      parameters: { u: tensor(), w: tensor(), b: tensor(), h0: tensor() },
      equations: {
        "h[0]": "h0",
        "h[t]": "tanh(u*x[t] + w*h[t-1] + b)",
        E: "sum(t, (h[t] - y[t])^2) / 2",
      },
    }),
  },
  {
    name: "a recurrence of vectors",
    file: ({ tensor }) => ({
      given: { x: tensor(3, 2), y: tensor(2) },
      parameters: { U: tensor(2, 2), W: tensor(2, 2), b: tensor(2) },
      equations: {
        "h[0,j]": "0",
        "h[t,j]": "tanh(sum(i, U[j,i]*x[t,i]) + sum(l, W[j,l]*h[t-1,l]) + b[j])",
        E: "sum(j, (h[3,j] - y[j])^2)",
      },
    }),
  },
  {
    name: "a recurrence backward in time",
    file: ({ tensor }) => ({
      given: { x: tensor(4) },
      parameters: { g: tensor(), r: tensor() },
      equations: {
        "v[5]": "r",
        "v[t]": "sin(x[t] + g*v[t+1])",
        E: "v[1]^2 + sum(t, v[t])",
      },
    }),
  },
  {
    name: "a recurrence over two indices",
    file: ({ tensor }) => ({
      given: { x: tensor(3, 3) },
      parameters: { a: tensor(), b: tensor(), c: tensor() },
      equations: {
        "d[0,j]": "c",
        "d[i,0]": "c^2",
        "d[0,0]": "1",
        "d[i,j]": "tanh(a*d[i-1,j] + b*d[i,j-1] + x[i,j])",
        E: "d[3,3]^2 + d[2,1]",
      },
    }),
  },
  {
    name: "two recurrences that need each other",
    file: ({ tensor }) => ({
      given: { x: tensor(4) },
      parameters: { f: tensor(), i: tensor(), o: tensor() },
      equations: {
        "c[0]": "0",
        "h[0]": "0",
        "c[t]": "sigmoid(f*x[t] + h[t-1])*c[t-1] + sigmoid(i*x[t])*tanh(x[t] + h[t-1])",
        "h[t]": "sigmoid(o*x[t])*tanh(c[t])",
        E: "sum(t, h[t]^2)",
      },
    }),
  },
  {
    name: "softmax with cross-entropy",
    file: ({ tensor, integer }) => ({
      given: { x: tensor(3), t: [0, 1, 2].map((k) => Number(k === integer(0, 2))) },
      parameters: { W: tensor(3, 3) },
      equations: {
        "z[k]": "sum(i, W[k,i]*x[i])",
        "p[k]": "exp(z[k]) / sum(l, exp(z[l]))",
        E: "-sum(k, t[k]*log(p[k]))",
      },
    }),
  },
  {
    name: "logsumexp",
    file: ({ tensor }) => ({
      given: { x: tensor(3) },
      parameters: { W: tensor(4, 3) },
      equations: { "z[k]": "sum(i, W[k,i]*x[i])", E: "logsumexp(k, 2*z[k]) - mean(k, z[k])" },
    }),
  },
  {
    name: "self-attention",
    file: ({ tensor }) => ({
      given: { x: tensor(3, 2) },
      parameters: { Q: tensor(2, 2), K: tensor(2, 2), V: tensor(2, 2) },
      equations: {
        "q[t,d]": "sum(i, Q[d,i]*x[t,i])",
        "k[t,d]": "sum(i, K[d,i]*x[t,i])",
        "v[t,d]": "sum(i, V[d,i]*x[t,i])",
        "s[t,u]": "sum(d, q[t,d]*k[u,d]) / sqrt(2)",
        "p[t,u]": "exp(s[t,u] - logsumexp(r, s[t,r]))",
        "o[t,d]": "sum(u, p[t,u]*v[u,d])",
        E: "sum(t, d, o[t,d]^2) / 2",
      },
    }),
  },
  {
    name: "layer normalization",
    file: ({ tensor }) => ({
      given: { x: tensor(4), y: tensor(4) },
      parameters: { g: tensor(4), b: tensor(4), s: tensor(4) },
      equations: {
        "a[i]": "s[i]*x[i]",
        m: "mean(i, a[i])",
        v: "mean(i, (a[i] - m)^2)",
        "n[i]": "g[i]*(a[i] - m)/sqrt(v + 0.01) + b[i]",
        E: "sum(i, (n[i] - y[i])^2)",
      },
    }),
  },
  {
    name: "tied weights of an autoencoder",
    file: ({ tensor }) => ({
      given: { x: tensor(3) },
      parameters: { W: tensor(2, 3), c: tensor() },
      equations: {
        "h[j]": "tanh(sum(i, W[j,i]*x[i]) + c)",
        "r[i]": "sum(j, W[j,i]*h[j]) + c",
        E: "sum(i, (r[i] - x[i])^2)",
      },
    }),
  },
  {
    name: "a quadratic form in one matrix",
    file: ({ tensor }) => ({
      given: { x: tensor(3) },
      parameters: { A: tensor(3, 3) },
      equations: { E: "sum(i, j, l, x[i]*A[i,j]*A[j,l]*x[l]) + sum(i, A[i,i]^3)" },
    }),
  },
  {
    name: "products, quotients and powers",
    file: ({ decimal }) => ({
      parameters: { a: 1 + Math.abs(decimal()), b: decimal(), c: 2 + decimal() },
      equations: {
        p: "a*b*c",
        q: "(a^2 + b)/(c^2 + 1)",
        r: "a^b + log(a)*sqrt(c + 1)",
        E: "p*q + r^2 - exp(-p)/r",
      },
    }),
  },
  {
    name: "special instances of a family",
    file: ({ tensor }) => ({
      given: { x: tensor(3) },
      parameters: { w: tensor(3), s: tensor() },
      equations: {
        "a[2]": "s^2 + a[1]",
        "a[k]": "tanh(w[k]*x[k])",
        "b[k]": "a[k]*a[4-k]",
        E: "sum(k, k*b[k]) + a[2]",
      },
    }),
  },
  {
    name: "an index as a number",
    file: ({ tensor }) => ({
      sizes: { t: 4 },
      given: { r: tensor(4) },
      parameters: { g: 0.9, w: tensor() },
      equations: { "d[t]": "g^t * sin(w*r[t])", E: "sum(t, d[t]/t)" },
    }),
  },
  {
    name: "one shared quantity used at many places",
    file: ({ tensor }) => ({
      given: { x: tensor(2) },
      parameters: { w: tensor(), b: tensor() },
      equations: {
        s: "w*x[1] + b",
        "h[j]": "tanh(s + b*x[j])",
        E: "s^2 + sum(j, h[j]*s) + w*b",
      },
    }),
  },
  {
    name: "distances between pairs",
    file: ({ tensor }) => ({
      given: { y: tensor(3, 3) },
      parameters: { x: tensor(3, 2) },
      equations: {
        "d[a,b]": "sum(c, (x[a,c] - x[b,c])^2)",
        E: "sum(a, b, (d[a,b] - y[a,b])^2)",
      },
    }),
  },
];
