const [size, middle] = [624, 397];

/**
 * The generator mt19937 of Matsumoto and Nishimura (1998), which PyTorch draws with on CPUs, seeded with the low 32
 * bits of an integer (negative ones in two's complement). Each call gives the next 32 bits.
 */
export function mersenneTwister(seed: bigint): () => number {
  const state = new Uint32Array(size);
  state[0] = Number(BigInt.asUintN(32, seed));
  for (let k = 1; k < size; k++) {
    const before = state[k - 1] ?? 0;
    state[k] = Math.imul(1812433253, before ^ (before >>> 30)) + k;
  }
  let next = size;
  return () => {
    if (next === size) {
      twist(state);
      next = 0;
    }
    return temper(state[next++] ?? 0);
  };
}

function twist(state: Uint32Array): void {
  for (let k = 0; k < size; k++) {
    const [here, after] = [state[k] ?? 0, state[(k + 1) % size] ?? 0];
    const joined = (here & 0x80000000) | (after & 0x7fffffff);
    const shifted = (joined >>> 1) ^ ((joined & 1) * 0x9908b0df);
    state[k] = (state[(k + middle) % size] ?? 0) ^ shifted;
  }
}

function temper(word: number): number {
  let bits = word ^ (word >>> 11);
  bits ^= (bits << 7) & 0x9d2c5680;
  bits ^= (bits << 15) & 0xefc60000;
  return (bits ^ (bits >>> 18)) >>> 0;
}
