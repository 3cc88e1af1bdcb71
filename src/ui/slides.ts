type On<E extends Event> = E & { currentTarget: HTMLInputElement };

/**
 * Handlers of a slider that a finger may cross while it scrolls the page. Browsers move the knob as soon as it is touched;
 * here that counts once the finger has moved along the slider or was lifted, and not at all when it scrolls.
 *
 * @param set takes the knob's position
 * @param position where the knob belongs
 */
export function slides(set: (position: number) => void, position: () => number) {
  /** Where a finger was laid that has not shown yet what it is about. */
  let laid: { x: number; y: number } | null = null;
  const take = (input: HTMLInputElement) => {
    if (!laid) set(input.valueAsNumber);
  };
  const decide = (input: HTMLInputElement) => {
    if (!laid) return;
    laid = null;
    take(input);
  };
  return {
    oninput: ({ currentTarget }: On<Event>) => take(currentTarget),
    onpointerdown: ({ pointerType, clientX: x, clientY: y }: On<PointerEvent>) => {
      laid = pointerType === 'touch' ? { x, y } : null;
    },
    onpointermove: ({ currentTarget, clientX, clientY }: On<PointerEvent>) => {
      if (laid && Math.abs(clientX - laid.x) > Math.abs(clientY - laid.y)) decide(currentTarget);
    },
    onpointerup: ({ currentTarget }: On<PointerEvent>) => decide(currentTarget),
    onpointercancel: ({ currentTarget }: On<PointerEvent>) => {
      laid = null;
      currentTarget.value = String(position());
    },
  };
}
