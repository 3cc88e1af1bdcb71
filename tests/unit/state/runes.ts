/** Runes as plain values, for rune classes in Node: import before them. Nothing is reactive, so only what verbs do can be tested. */
const plain = <T>(value: T): T => value;
Object.assign(globalThis, { $state: Object.assign(plain, { raw: plain }) });
