/** Hands out pieces of one WebAssembly memory; freed pieces are kept by size and used again, so that memory stays flat. */
export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 16 });
  readonly #free = new Map<number, number[]>();
  readonly #sizes = new Map<number, number>();
  #top = 0;

  /** Must be called once, with the first address that is not the kernel's own. */
  startAt(address: number): void {
    this.#top = (address + 15) & ~15;
  }

  /** Address of `bytes` bytes, aligned to 16, contents undefined. Sizes round up to a power of two or a multiple of 64 kB. */
  take(bytes: number): number {
    const size = bytes > 65536 ? Math.ceil(bytes / 65536) * 65536 : 2 ** Math.ceil(Math.log2(Math.max(16, bytes)));
    const known = this.#free.get(size)?.pop();
    if (known !== undefined) return known;
    const address = this.#top;
    this.#top += size;
    const missing = this.#top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65536));
    this.#sizes.set(address, size);
    return address;
  }

  give(address: number): void {
    const size = this.#sizes.get(address)!;
    const list = this.#free.get(size);
    if (list) list.push(address);
    else this.#free.set(size, [address]);
  }

  /** Bytes ever taken from the memory. */
  get used(): number {
    return this.#top;
  }

  // Views are made afresh on each use: growing the memory detaches the ones before.
  u8(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }
  u16(address: number, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, address, length);
  }
  u32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }
  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }
}
