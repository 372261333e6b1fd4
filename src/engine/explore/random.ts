/** Random numbers that are the same for the same seed, on every machine. */

export interface Random {
  /** In 0..1, 1 excluded; 32 random bits. */
  next(): number;
  /** One of 0 .. n-1, each as likely. */
  below(n: number): number;
}

/** xoshiro128** by Blackman and Vigna, its state made of the seed by splitmix32. */
export function randomOf(seed: number): Random {
  let mixed = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1)) >>> 0;
  const mix = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
  const bits = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  return {
    next: () => bits() / 2 ** 32,
    below: (n) => {
      // The last incomplete round of n numbers is drawn again, so that all are as likely.
      const most = 2 ** 32 - (2 ** 32 % n);
      let drawn = bits();
      while (drawn >= most) drawn = bits();
      return drawn % n;
    },
  };
}
