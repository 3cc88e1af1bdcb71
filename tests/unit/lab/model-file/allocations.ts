const BYTES = { ArrayBuffer: 1, Uint8Array: 1, Uint32Array: 4, Float32Array: 4, Float64Array: 8 };

/** The most bytes that one typed array or buffer took while something ran. */
export function largestAllocation(run: () => void): number {
  let largest = 0;
  const globals = globalThis as unknown as Record<string, new (...args: unknown[]) => { byteLength: number }>;
  const originals = Object.entries(BYTES).map(([name, bytes]) => [name, globals[name]!, bytes] as const);
  for (const [name, original, bytes] of originals) {
    globals[name] = new Proxy(original, {
      construct(target, args, newTarget) {
        // A number asks for memory; a buffer is only looked at.
        if (typeof args[0] === 'number') largest = Math.max(largest, args[0] * bytes);
        return Reflect.construct(target, args, newTarget) as { byteLength: number };
      },
    });
  }
  try {
    run();
  } finally {
    for (const [name, original] of originals) globals[name] = original;
  }
  return largest;
}
