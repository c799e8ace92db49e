/**
 * Maps become objects, also with keys such as `__proto__`; numbers are written so that they read back as the
 * same float64.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each instanceof Map ? Object.fromEntries(each as ReadonlyMap<string, unknown>) : each,
  );
